package org.clipmeter.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.Section;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.prompts.PromptTemplate;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.score.ScoreResult;
import org.jspecify.annotations.Nullable;

/**
 * The guard of everything that subtracts scores of two runs or puts them on one axis: the runs must have been scored in the same
 * way. Prompts are not its concern, since runs are joined by the ids and texts of their prompts.
 */
public final class SameScoring {
    private SameScoring() {}

    /**
     * A difference between how two runs were scored.
     *
     * @param setting what differs
     * @param one how it is in the first run, such as {@code in fp32}
     * @param other how it is in the other run
     */
    public record Difference(Setting setting, String one, String other) {
        /** {@code precision (in fp32; in bf16)}. */
        public String text() {
            return setting + " (" + one + "; " + other + ")";
        }
    }

    /**
     * What differs between how two runs were scored; empty if nothing does. The preprocessing of different models is not compared:
     * it belongs to the model.
     */
    public static List<Difference> differences(ScoreResult one, ScoreResult other) {
        ModelInfo first = one.model();
        ModelInfo second = other.model();
        List<Difference> differences = new ArrayList<>();
        boolean sameName = first.name().equals(second.name());
        if (!sameName) {
            differences.add(new Difference(Setting.MODEL, "with " + first.name(), "with " + second.name()));
        } else if (!SameModel.is(first, second)) {
            differences.add(new Difference(
                    Setting.REVISION,
                    "with " + first.name() + " at " + first.identity(),
                    "with " + second.name() + " at " + second.identity()));
        }
        if (!first.precision().equals(second.precision())) {
            differences.add(new Difference(Setting.PRECISION, "in " + first.precision(), "in " + second.precision()));
        }
        if (sameName && !first.preprocessing().equals(second.preprocessing())) {
            differences.add(
                    new Difference(Setting.PREPROCESSING, preprocessing(one, other), preprocessing(other, one)));
        }
        PromptTemplate template = one.config().template();
        if (!Objects.equals(template, other.config().template())) {
            differences.add(new Difference(
                    Setting.TEMPLATE, words(template), words(other.config().template())));
        }
        return differences;
    }

    /**
     * Does nothing if two runs were scored in the same way.
     *
     * @param oneName the first run's name, for the message
     * @param otherName the second run's name, for the message
     * @param across settings in which they may differ
     * @throws InvalidRequestException in one line, with everything that differs and what to do
     */
    public static void require(
            String oneName, ScoreResult one, String otherName, ScoreResult other, Set<Setting> across) {
        List<Difference> differences = differences(one, other).stream()
                .filter(difference -> !across.contains(difference.setting()))
                .toList();
        if (differences.isEmpty()) {
            return;
        }
        String settings = differences.stream()
                .map(difference -> difference.setting().toString())
                .collect(Collectors.joining(" and the same "));
        String first = differences.stream().map(Difference::one).collect(Collectors.joining(" and "));
        String second = differences.stream().map(Difference::other).collect(Collectors.joining(" and "));
        throw new InvalidRequestException(
                Section.COMPARING,
                "Scores are comparable only under the same " + settings + ": " + oneName + " was scored " + first + ", "
                        + otherName + " " + second
                        + "; score both in the same way (embeddings that the cache holds are not computed again), or draw a "
                        + "scatter of one against the other",
                null);
    }

    /** The same for runs that may differ in nothing. */
    public static void require(String oneName, ScoreResult one, String otherName, ScoreResult other) {
        require(oneName, one, otherName, other, Set.of());
    }

    /** How a run's preprocessing differs from another's: the rules in words, else the settings that are not the same. */
    private static String preprocessing(ScoreResult run, ScoreResult other) {
        ImageRules rules = run.config().images();
        if (!rules.equals(other.config().images())) {
            return rules.differences().isEmpty()
                    ? "like the reference"
                    : "with " + String.join(", ", rules.differences());
        }
        List<String> words = List.of(run.model().preprocessing().split(" "));
        List<String> others = List.of(other.model().preprocessing().split(" "));
        int most = Math.min(words.size(), others.size());
        int start = 0;
        while (start < most && words.get(start).equals(others.get(start))) {
            start++;
        }
        int end = 0;
        while (end < most - start && words.get(words.size() - 1 - end).equals(others.get(others.size() - 1 - end))) {
            end++;
        }
        List<String> own = words.subList(start, words.size() - end);
        return own.isEmpty() ? "without this" : "with " + String.join(" ", own);
    }

    private static String words(@Nullable PromptTemplate template) {
        return template == null ? "without a template" : "with the template " + template;
    }
}
