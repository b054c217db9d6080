package org.clipmeter.report.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipmeter.failure.Failure;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.OneLine;
import org.clipmeter.failure.Section;

/** A configuration that can't be run: one line with everything that is wrong with it, however much that is. */
public final class ConfigurationException extends IllegalArgumentException implements Failure {
    private static final long serialVersionUID = 1;

    /** More mistakes are counted and not named. */
    private static final int NAMED = 40;

    private final transient List<String> problems;

    /**
     * A refusal.
     *
     * @param name where the configuration was read
     * @param problems what is wrong, at least one
     */
    ConfigurationException(String name, List<String> problems) {
        super(message(OneLine.name(name, 300), problems));
        this.problems = List.copyOf(problems);
    }

    private static String message(String name, List<String> problems) {
        if (problems.size() == 1) {
            return name + ": " + OneLine.of(problems.get(0));
        }
        List<String> numbered = new ArrayList<>();
        for (int i = 0; i < Math.min(NAMED, problems.size()); i++) {
            numbered.add("(" + (i + 1) + ") " + OneLine.of(problems.get(i)));
        }
        return name + " has " + problems.size() + " mistakes: " + String.join("; ", numbered)
                + (problems.size() > NAMED ? "; ..." : "");
    }

    /** What is wrong, each in a line. */
    public List<String> problems() {
        return problems;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    @Override
    public Kind kind() {
        return Kind.INVALID_REQUEST;
    }

    @Override
    public Optional<Section> section() {
        return Optional.empty();
    }
}
