package org.clipmeter.model.clip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
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
 * Reads {@code config.json} with the rules of transformers' CLIPConfig: the defaults of missing values, which key
 * overrides which, and which types a value may have. Keys that do not change a score are ignored. A key that would
 * change it and is not supported is refused by name.
 */
final class ConfigReader {
    /** No real checkpoint has a larger size. Smaller values are compared with the weights before anything is built. */
    private static final int LARGEST_SIZE = 1 << 24;

    private static final int MOST_LAYERS = 1000;
    private static final int DEFAULT_PROJECTION_DIM = 512;

    /** Keys that make transformers use other files or other layers, and what they request. */
    private static final Map<String, String> UNSUPPORTED = Map.of(
            "quantization_config", "quantized weights, which are not supported; use the checkpoint they were made from",
            "per_layer_config", "layers that differ from each other, which are not supported",
            "transformers_weights", "weights in a file of another name, which is not supported; rename the file",
            "configuration_files",
                    "another configuration file, which is not supported; rename that file to config.json");

    private final Path file;
    private final List<String> problems = new ArrayList<>();

    private ConfigReader(Path file) {
        this.file = file;
    }

    /**
     * The content of the file.
     *
     * @param architectures the classes that the weights were saved from, such as CLIPModel; empty if the file does not
     *     name any
     * @param warnings what the user should know about the file, one line each
     */
    record ConfigFile(ClipConfig config, List<String> architectures, List<String> warnings) {}

    /** @throws ModelException for another model type, or a value that this network does not know */
    static ConfigFile read(JsonObjectFile document) throws ModelException {
        JsonNode root = document.root();
        List<String> architectures = new ArrayList<>();
        root.path("architectures").forEach(name -> architectures.add(name.asText()));
        return new ConfigFile(new ConfigReader(document.file()).config(root), architectures, document.warnings());
    }

    private ClipConfig config(JsonNode root) throws ModelException {
        JsonNode type = root.path("model_type");
        if (!type.isMissingNode() && !type.isNull() && !type.equals(TextNode.valueOf("clip"))) {
            throw new ModelException(FileException.line(
                    file,
                    "model_type is " + JsonObjectFile.shown(type) + ", expected \"clip\". Use a CLIP checkpoint."));
        }
        refuseUnsupported(root, "");
        JsonNode text = tower(root, "text_config", """
                {"hidden_size": 512, "intermediate_size": 2048, "num_hidden_layers": 12, "num_attention_heads": 8,
                 "max_position_embeddings": 77, "vocab_size": 49408, "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5,
                 "eos_token_id": 49407}""");
        JsonNode vision = tower(root, "vision_config", """
                {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12,
                 "image_size": 224, "patch_size": 32, "num_channels": 3, "hidden_act": "quick_gelu",
                 "layer_norm_eps": 1e-5}""");
        int channels = positive(vision, "vision_config.", "num_channels");
        if (channels != 3) {
            problems.add("vision_config.num_channels is " + channels + ", expected 3");
        }
        TransformerConfig textTransformer = transformer(text, "text_config.");
        TransformerConfig visionTransformer = transformer(vision, "vision_config.");
        int vocabSize = positive(text, "text_config.", "vocab_size");
        int positions = positive(text, "text_config.", "max_position_embeddings");
        JsonNode eos = text.path("eos_token_id");
        if (!eos.isIntegralNumber() || !eos.canConvertToLong()) {
            problems.add("text_config.eos_token_id is " + JsonObjectFile.shown(eos) + ", expected an integer");
        }
        int before = problems.size();
        int imageSize = positive(vision, "vision_config.", "image_size");
        int patchSize = positive(vision, "vision_config.", "patch_size");
        if (problems.size() == before && patchSize > imageSize) {
            problems.add("vision_config.patch_size " + patchSize + " is larger than image_size " + imageSize);
        }
        int projectionDim = root.has("projection_dim") ? positive(root, "", "projection_dim") : DEFAULT_PROJECTION_DIM;
        if (!problems.isEmpty()) {
            throw new ModelException(
                    FileException.line(file, String.join("; ", problems) + ". Use another checkpoint."));
        }
        return new ClipConfig(
                new ClipConfig.TextConfig(textTransformer, vocabSize, positions, eos.asLong()),
                new ClipConfig.VisionConfig(visionTransformer, imageSize, patchSize),
                projectionDim);
    }

    private void refuseUnsupported(JsonNode node, String where) {
        UNSUPPORTED.forEach((key, meaning) -> {
            JsonNode value = node.path(key);
            boolean set = value.isContainerNode() ? !value.isEmpty() : value.isValueNode() && !value.isNull();
            if (set) {
                problems.add(where + key + " asks for " + meaning);
            }
        });
    }

    /**
     * Merges the defaults, then {@code text_config}, then {@code text_config_dict} with defaults for its missing keys.
     */
    private JsonNode tower(JsonNode root, String name, String defaults) {
        ObjectNode merged = defaults(defaults);
        merged.setAll(object(root, name));
        JsonNode dict = root.path(name + "_dict");
        if (!dict.isMissingNode() && !dict.isNull()) {
            merged.setAll(defaults(defaults));
            merged.setAll(object(root, name + "_dict"));
        }
        refuseUnsupported(merged, name + ".");
        return merged;
    }

    /** An object that may be missing or null. */
    private ObjectNode object(JsonNode root, String key) {
        JsonNode value = root.path(key);
        if (value instanceof ObjectNode object) {
            return object;
        }
        if (!value.isMissingNode() && !value.isNull()) {
            problems.add(key + " is " + JsonObjectFile.shown(value) + ", expected an object");
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode defaults(String json) {
        try {
            return (ObjectNode)
                    PythonJson.parse(json.getBytes(StandardCharsets.UTF_8)).root();
        } catch (MalformedJsonException e) {
            throw new IllegalStateException(e);
        }
    }

    private TransformerConfig transformer(JsonNode tower, String where) {
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
    private int positive(JsonNode node, String where, String key) {
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
