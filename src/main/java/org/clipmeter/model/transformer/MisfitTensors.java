package org.clipmeter.model.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.clipmeter.failure.OneLine;
import org.clipmeter.model.ModelException;
import org.clipmeter.weights.Weights;

/** Describes in one line how a checkpoint's tensors do not fit its configuration, the most informative fact first. */
final class MisfitTensors {
    private static final int LISTED = 10;
    private static final int SHOWN = 3;
    private static final int LONGEST_NAME = 80;
    private static final String SAME = " Take config.json and weights from the same checkpoint.";

    private final Weights stored;
    private final Map<String, List<Long>> shapes;
    private final Map<String, String> names;
    private final List<String> unknown;
    private final List<String> missing;

    private MisfitTensors(
            Weights stored, Map<String, List<Long>> shapes, Map<String, String> names, List<String> unknown) {
        this.stored = stored;
        this.shapes = shapes;
        this.names = names;
        this.unknown = unknown;
        this.missing = shapes.keySet().stream()
                .filter(name -> !names.containsKey(name))
                .toList();
    }

    /**
     * Fails if a parameter has no tensor, or a tensor of another shape.
     *
     * @param expected names the classes from which, according to the configuration, the weights were saved
     * @param shapes the shapes of all parameters
     * @param names the stored names of the parameters that were found
     * @param unknown stored names that belong to no parameter
     */
    static void check(
            Weights stored,
            ExpectedTensors expected,
            Map<String, List<Long>> shapes,
            Map<String, String> names,
            List<String> unknown,
            String folder)
            throws ModelException {
        MisfitTensors misfit = new MisfitTensors(stored, shapes, names, unknown);
        Optional<String> prefixed = misfit.prefixed();
        if (prefixed.isPresent()) {
            throw new ModelException(folder + ": " + prefixed.get());
        }
        Optional<String> absent = misfit.absent(expected);
        if (absent.isPresent()) {
            throw new ModelException(folder + ": " + absent.get());
        }
        List<String> problems = misfit.otherShapes();
        if (!problems.isEmpty()) {
            int more = problems.size() - LISTED;
            throw new ModelException(folder + ": " + count(problems.size()) + " not fit config.json: "
                    + String.join("; ", problems.subList(0, Math.min(LISTED, problems.size())))
                    + (more > 0 ? "; and " + more + " more" : "") + "." + SAME);
        }
    }

    private static String count(int tensors) {
        return tensors == 1 ? "1 tensor does" : tensors + " tensors do";
    }

    /** A message about missing parameters that are stored with a prefix; empty if no parameter is. */
    private Optional<String> prefixed() {
        Set<String> all = Set.copyOf(unknown);
        Set<String> wanted = Set.copyOf(missing);
        for (String longer : unknown) {
            for (int dot = longer.indexOf('.'); dot >= 0; dot = longer.indexOf('.', dot + 1)) {
                if (wanted.contains(longer.substring(dot + 1))) {
                    return Optional.of(prefixed(longer.substring(0, dot + 1), all));
                }
            }
        }
        return Optional.empty();
    }

    private String prefixed(String prefix, Set<String> all) {
        List<String> pairs = missing.stream()
                .filter(name -> all.contains(prefix + name))
                .limit(SHOWN)
                .map(name -> "stored " + shortened(prefix + name) + ", expected " + name)
                .toList();
        return "the names of tensors start with '" + shortened(prefix)
                + "', which transformers does not recognize: it loads the model with random numbers instead; "
                + String.join("; ", pairs)
                + ". Take the prefix off the names, or save the model itself and not its wrapper.";
    }

    private Optional<String> absent(ExpectedTensors expected) {
        List<String> architectures = expected.architectures();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder line = new StringBuilder();
        line.append(missing.size()).append(" of ").append(shapes.size());
        line.append(missing.size() == 1 ? " tensors is missing" : " tensors are missing");
        List<String> towers = Stream.of("text", "vision")
                .filter(tower -> names.keySet().stream().noneMatch(name -> name.startsWith(tower + "_model.")))
                .toList();
        if (!towers.isEmpty()) {
            line.append(", among them the whole ")
                    .append(String.join(" and the whole ", towers))
                    .append(" tower");
        }
        if (!architectures.isEmpty() && !architectures.contains(expected.model())) {
            line.append(" (config.json says that the weights are of ")
                    .append(String.join(", ", architectures))
                    .append(", expected a whole ")
                    .append(expected.model())
                    .append(')');
        }
        line.append(": ").append(some(missing, SHOWN)).append('.');
        if (!unknown.isEmpty()) {
            line.append(" The weights hold instead: ")
                    .append(some(unknown, SHOWN))
                    .append('.');
        }
        return Optional.of(line.append(SAME).toString());
    }

    private static String some(List<String> names, int most) {
        int more = names.size() - most;
        List<String> shown =
                names.stream().limit(most).map(MisfitTensors::shortened).toList();
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }

    private static String shortened(String name) {
        return OneLine.name(name, LONGEST_NAME);
    }

    private List<String> otherShapes() {
        List<String> problems = new ArrayList<>();
        shapes.forEach((name, shape) -> {
            List<Long> found = stored.shape(names.getOrDefault(name, name));
            if (!found.equals(shape)) {
                problems.add(name + " is " + found + ", expected " + shape);
            }
        });
        return problems;
    }
}
