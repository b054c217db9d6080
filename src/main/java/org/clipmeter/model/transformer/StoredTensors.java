package org.clipmeter.model.transformer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.failure.OneLine;
import org.clipmeter.model.ModelException;
import org.clipmeter.weights.RenamedWeights;
import org.clipmeter.weights.Weights;
import org.clipmeter.weights.file.WeightsException;

/**
 * The weights of a checkpoint under the names that the network uses, by the rules of transformers' models: the base
 * prefix of the family, such as {@code clip.}, may precede a name, a tower's name may be doubled, and tensors that the network does not have
 * are ignored with a warning. Unlike transformers, which fills missing parameters with random numbers, this fails.
 */
public final class StoredTensors extends RenamedWeights {
    private static final Pattern LAYER =
            Pattern.compile("(text_model|vision_model)\\.encoder\\.layers\\.(\\d{1,9})\\.");
    private static final List<String> TOWERS = List.of("text_model", "vision_model");
    private static final int LONGEST_NAME = 100;

    private static final int LISTED = 10;

    private final ParameterShapes shapes;
    /** The stored name of each parameter, in the order of the network. */
    private final Map<String, String> names;

    private final List<String> warnings;

    private StoredTensors(Weights stored, ParameterShapes shapes, Map<String, String> names, List<String> warnings) {
        super(stored);
        this.shapes = shapes;
        this.names = names;
        this.warnings = warnings;
    }

    /**
     * Finds the tensor of every parameter. The sizes in a configuration are compared with the stored tensors before
     * anything of these sizes is built.
     *
     * @param source names the checkpoint in messages
     * @throws ModelException if a tensor is missing, has another shape or is stored twice, or if the scale of the
     *     logits is not a number that scores can be multiplied with
     */
    public static StoredTensors match(Weights stored, ExpectedTensors expected, String source)
            throws WeightsException, ModelException {
        String folder = OneLine.name(source, LONGEST_NAME);
        requireLayers(stored, "text", expected.text(), folder);
        requireLayers(stored, "vision", expected.vision(), folder);
        ParameterShapes shapes = expected.shapes().get();
        Map<String, String> names = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String name : stored.names()) {
            String parameter = parameter(name, shapes.shapes().keySet(), expected.prefix());
            if (!shapes.shapes().containsKey(parameter)) {
                unknown.add(name);
                continue;
            }
            String other = names.put(parameter, name);
            if (other != null) {
                throw new ModelException(folder + ": the weights hold " + parameter + " twice, as " + other + " and as "
                        + name + ". Delete one of them.");
            }
        }
        for (Map.Entry<String, String> other : stored.others().entrySet()) {
            String parameter = parameter(other.getKey(), shapes.shapes().keySet(), expected.prefix());
            if (shapes.shapes().containsKey(parameter)) {
                throw new ModelException(folder + ": the entry " + other.getKey() + " of the weights is "
                        + other.getValue() + ", expected a tensor. Take weights that torch.save wrote for a model's"
                        + " state_dict().");
            }
        }
        MisfitTensors.check(stored, expected, shapes.shapes(), names, unknown, folder);
        StoredTensors tensors = new StoredTensors(stored, shapes, names, warnings(stored, expected, unknown));
        tensors.requireScale(folder);
        return tensors;
    }

    /** The names and shapes of the tensors that the network has. */
    public ParameterShapes shapes() {
        return shapes;
    }

    /** Reports a wrong number of layers, which is more informative than a list of all missing tensors. */
    private static void requireLayers(Weights stored, String tower, TransformerConfig config, String folder)
            throws ModelException {
        Set<String> found = new LinkedHashSet<>();
        for (String name : stored.names()) {
            Matcher layer = LAYER.matcher(name);
            if (layer.find() && layer.group(1).startsWith(tower)) {
                found.add(layer.group(2));
            }
        }
        int layers = config.numHiddenLayers();
        if (!found.isEmpty() && layers > found.size()) {
            throw new ModelException(folder + ": " + tower + "_config.num_hidden_layers in config.json is " + layers
                    + ", but the weights hold " + found.size()
                    + (found.size() == 1 ? " layer" : " layers") + " of that tower. Take config.json and weights from"
                    + " the same checkpoint.");
        }
    }

    /** The parameter that transformers loads a stored tensor into, else a name that is not a parameter. */
    private static String parameter(String stored, Set<String> parameters, String prefix) {
        String name = withoutDoubledTower(stored, prefix);
        // transformers' pattern is ^clip. where the dot matches any character
        if (name.startsWith(prefix) && name.length() > prefix.length()) {
            String base = name.substring(prefix.length() + 1);
            if (parameters.contains(base)) {
                return base;
            }
        }
        return parameters.contains(name) ? name : stored;
    }

    /** Removes a repeated tower name, which occurs if a tower was saved separately and then as part of a model. */
    private static String withoutDoubledTower(String stored, String prefix) {
        for (String tower : TOWERS) {
            for (String start : List.of(prefix + "." + tower + ".", tower + ".")) {
                String doubled = start + tower + ".";
                if (stored.startsWith(doubled) && stored.length() > doubled.length()) {
                    return start + stored.substring(doubled.length());
                }
            }
        }
        return stored;
    }

    /**
     * Warnings about ignored tensors, except {@code position_ids} of old checkpoints, which transformers ignores
     * silently.
     */
    private static List<String> warnings(Weights stored, ExpectedTensors expected, List<String> unknown) {
        List<String> warnings = new ArrayList<>(stored.warnings());
        List<String> extra = unknown.stream()
                .filter(name -> !name.equals("position_ids") && !name.endsWith(".position_ids"))
                .toList();
        if (!extra.isEmpty()) {
            warnings.add(
                    (extra.size() == 1 ? "1 tensor of the weights is" : extra.size() + " tensors of the weights are")
                            + " not part of this " + expected.title() + " and not used, as in transformers: "
                            + some(extra));
        }
        List<String> others = List.copyOf(stored.others().keySet());
        if (!others.isEmpty()) {
            warnings.add((others.size() == 1
                            ? "1 entry of the weights is not a tensor and"
                            : others.size() + " entries of the weights are not tensors and")
                    + " not used, as in transformers: " + some(others));
        }
        return warnings.stream().map(OneLine::of).toList();
    }

    private static String some(List<String> names) {
        int more = names.size() - LISTED;
        List<String> shown = names.stream()
                .limit(LISTED)
                .map(name -> OneLine.name(name, LONGEST_NAME))
                .toList();
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }

    private void requireScale(String folder) throws WeightsException, ModelException {
        float scale = float32(ParameterShapes.LOGIT_SCALE).getFloat(0);
        if (!Float.isFinite(scale) || !Float.isFinite((float) Math.exp(scale))) {
            throw new ModelException(
                    folder + ": logit_scale is " + scale + ", and scores are multiplied with exp(logit_scale),"
                            + " which overflows: they would not be numbers. Trained models have about 4.6 (a factor of 100)."
                            + " Use another checkpoint.");
        }
    }

    @Override
    protected String stored(String parameter) {
        String name = names.get(parameter);
        if (name == null) {
            throw new IllegalArgumentException("no parameter '" + parameter + "'");
        }
        return name;
    }

    @Override
    public Set<String> names() {
        return names.keySet();
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }
}
