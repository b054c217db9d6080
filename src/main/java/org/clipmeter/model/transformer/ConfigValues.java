package org.clipmeter.model.transformer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;
import org.clipmeter.files.MalformedJsonException;
import org.clipmeter.files.PythonJson;
import org.clipmeter.model.ModelException;

/**
 * Reads the values of a {@code config.json} with the types that transformers accepts, and collects what is wrong with them,
 * so that one message names everything.
 */
public final class ConfigValues {
    /** No real checkpoint has a larger size. Smaller values are compared with the weights before anything is built. */
    private static final int LARGEST_SIZE = 1 << 24;

    private static final int MOST_LAYERS = 1000;

    /** Keys that make transformers use other files or other layers, and what they request. */
    private static final Map<String, String> UNSUPPORTED = Map.of(
            "quantization_config", "quantized weights, which are not supported; use the checkpoint they were made from",
            "per_layer_config", "layers that differ from each other, which are not supported",
            "transformers_weights", "weights in a file of another name, which is not supported; rename the file",
            "configuration_files",
                    "another configuration file, which is not supported; rename that file to config.json");

    private final Path file;
    private final List<String> problems = new ArrayList<>();

    /** @param file named in messages */
    public ConfigValues(Path file) {
        this.file = file;
    }

    /** Adds something that is wrong. */
    public void problem(String problem) {
        problems.add(problem);
    }

    /** How many things are wrong so far. */
    public int problems() {
        return problems.size();
    }

    /**
     * Passes if nothing was wrong so far.
     *
     * @throws ModelException if anything is wrong; it names everything
     */
    public void requireNoProblems() throws ModelException {
        if (!problems.isEmpty()) {
            throw new ModelException(
                    FileException.line(file, String.join("; ", problems) + ". Use another checkpoint."));
        }
    }

    /**
     * Refuses keys that make transformers use other files or other layers.
     *
     * @param where what precedes the keys in messages
     */
    public void refuseUnsupported(JsonNode node, String where) {
        UNSUPPORTED.forEach((key, meaning) -> {
            JsonNode value = node.path(key);
            boolean set = value.isContainerNode() ? !value.isEmpty() : value.isValueNode() && !value.isNull();
            if (set) {
                problems.add(where + key + " asks for " + meaning);
            }
        });
    }

    /** An object that may be missing or null. */
    public ObjectNode object(JsonNode root, String key) {
        JsonNode value = root.path(key);
        if (value instanceof ObjectNode object) {
            return object;
        }
        if (!value.isMissingNode() && !value.isNull()) {
            problems.add(key + " is " + JsonObjectFile.shown(value) + ", expected an object");
        }
        return JsonNodeFactory.instance.objectNode();
    }

    /** Default values, which are written as JSON. */
    public static ObjectNode defaults(String json) {
        try {
            return (ObjectNode)
                    PythonJson.parse(json.getBytes(StandardCharsets.UTF_8)).root();
        } catch (MalformedJsonException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The settings that the towers of all families have. */
    public TransformerConfig transformer(JsonNode tower, String where) {
        int before = problems.size();
        int hidden = positive(tower, where, "hidden_size");
        int heads = positive(tower, where, "num_attention_heads");
        if (problems.size() == before && hidden % heads != 0) {
            problems.add(where + "hidden_size " + hidden + " is not a multiple of num_attention_heads " + heads);
        }
        JsonNode eps = tower.path("layer_norm_eps");
        if (!eps.isFloatingPointNumber() || !(eps.asDouble() >= 0 && eps.asDouble() <= Float.MAX_VALUE)) {
            problems.add(where + "layer_norm_eps is " + JsonObjectFile.shown(eps)
                    + ", expected a number from 0.0 to 3.4e38 with a decimal point or exponent, such as 1e-5");
        }
        JsonNode activation = tower.path("hidden_act");
        HiddenActivation known = HiddenActivation.named(activation.isTextual() ? activation.asText() : "")
                .orElse(null);
        if (known == null) {
            problems.add(where + "hidden_act is " + JsonObjectFile.shown(activation) + ", expected one of "
                    + String.join(", ", HiddenActivation.allConfigNames()));
            known = HiddenActivation.QUICK_GELU;
        }
        return new TransformerConfig(
                hidden,
                positive(tower, where, "intermediate_size"),
                integer(tower, where, "num_hidden_layers", MOST_LAYERS),
                heads,
                known,
                (float) eps.asDouble());
    }

    /** A positive integer not larger than in any real checkpoint; 1 if a problem was recorded. */
    public int positive(JsonNode node, String where, String key) {
        return integer(node, where, key, LARGEST_SIZE);
    }

    private int integer(JsonNode node, String where, String key, int largest) {
        JsonNode value = node.path(key);
        if (value.isIntegralNumber() && value.canConvertToInt() && value.asInt() > 0 && value.asInt() <= largest) {
            return value.asInt();
        }
        problems.add(where + key + " is " + JsonObjectFile.shown(value) + ", expected an integer from 1 to " + largest);
        return 1;
    }
}
