package org.clipmeter.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.files.LocalFile;
import org.jspecify.annotations.Nullable;

/** Reads {@code config.json} with transformers' rules for what is missing and what overrides what. */
final class ConfigReader {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A published configuration has some kilobytes. */
    private static final long LARGEST = 16 << 20;

    /** Defaults of transformers' CLIPTextConfig and CLIPVisionConfig. */
    private static final String TEXT_DEFAULTS = """
            {"hidden_size": 512, "intermediate_size": 2048, "num_hidden_layers": 12, "num_attention_heads": 8,
             "max_position_embeddings": 77, "vocab_size": 49408, "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5,
             "eos_token_id": 49407}""";

    private static final String VISION_DEFAULTS = """
            {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12,
             "image_size": 224, "patch_size": 32, "num_channels": 3, "hidden_act": "quick_gelu",
             "layer_norm_eps": 1e-5}""";

    private static final int DEFAULT_PROJECTION_DIM = 512;

    private final Path file;
    private final List<String> problems = new ArrayList<>();

    private ConfigReader(Path file) {
        this.file = file;
    }

    static ClipConfig read(Path file) throws IOException {
        if (!LocalFile.exists(file)) {
            throw new ModelException(file + ": no such file; expected the config.json of a CLIP checkpoint in Hugging"
                    + " Face format. Give the folder that holds it, or a Hub id.");
        }
        JsonNode root;
        try {
            root = JSON.readTree(LocalFile.read(file, LARGEST));
        } catch (JsonProcessingException e) {
            throw new ModelException(
                    file + ": not valid JSON (" + e.getOriginalMessage() + "). Download the file again.", e);
        }
        return new ConfigReader(file).config(root);
    }

    private ClipConfig config(JsonNode root) throws ModelException {
        String type = root.path("model_type").asText("clip");
        if (!root.isObject() || !type.equals("clip")) {
            throw new ModelException(file + ": model_type is '" + type + "', expected 'clip'. Use a CLIP checkpoint.");
        }
        JsonNode text = tower(root, "text_config", TEXT_DEFAULTS);
        JsonNode vision = tower(root, "vision_config", VISION_DEFAULTS);
        int channels = positive(vision, "vision_config", "num_channels");
        if (channels != 3) {
            problems.add("vision_config.num_channels is " + channels + ", expected 3");
        }
        TransformerConfig textTransformer = transformer(text, "text_config");
        TransformerConfig visionTransformer = transformer(vision, "vision_config");
        int vocabSize = positive(text, "text_config", "vocab_size");
        int positions = positive(text, "text_config", "max_position_embeddings");
        JsonNode eos = text.path("eos_token_id");
        if (!eos.isIntegralNumber()) {
            problems.add("text_config.eos_token_id is " + eos + ", expected an integer");
        }
        int imageSize = positive(vision, "vision_config", "image_size");
        int patchSize = positive(vision, "vision_config", "patch_size");
        if (patchSize > imageSize) {
            problems.add("vision_config.patch_size " + patchSize + " is larger than image_size " + imageSize);
        }
        int projectionDim = present(root.path("projection_dim"))
                ? positive(root, "config", "projection_dim")
                : DEFAULT_PROJECTION_DIM;
        if (!problems.isEmpty()) {
            throw new ModelException(file + ": " + String.join("; ", problems) + ". Use another checkpoint.");
        }
        return new ClipConfig(
                new ClipConfig.TextConfig(textTransformer, vocabSize, positions, eos.asLong()),
                new ClipConfig.VisionConfig(visionTransformer, imageSize, patchSize),
                projectionDim);
    }

    /** Defaults, then {@code text_config}, then {@code text_config_dict} with the defaults of what it leaves out. */
    private static JsonNode tower(JsonNode root, String name, String defaults) {
        ObjectNode merged = defaults(defaults);
        override(merged, root.path(name));
        JsonNode dict = root.path(name + "_dict");
        if (dict.isObject()) {
            override(merged, defaults(defaults));
            override(merged, dict);
        }
        return merged;
    }

    private static ObjectNode defaults(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void override(ObjectNode target, JsonNode source) {
        source.properties().forEach(entry -> {
            if (present(entry.getValue())) {
                target.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static boolean present(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }

    private TransformerConfig transformer(JsonNode tower, String where) {
        int hidden = positive(tower, where, "hidden_size");
        int heads = positive(tower, where, "num_attention_heads");
        if (hidden % heads != 0) {
            problems.add(where + ".hidden_size " + hidden + " is no multiple of num_attention_heads " + heads);
        }
        double eps = tower.path("layer_norm_eps").asDouble(-1);
        if (!(eps >= 0 && eps < 1)) {
            problems.add(where + ".layer_norm_eps is " + tower.path("layer_norm_eps") + ", expected 0 to 1");
        }
        HiddenActivation activation = activation(tower.path("hidden_act").asText());
        if (activation == null) {
            problems.add(where + ".hidden_act is " + tower.path("hidden_act") + ", expected one of "
                    + Arrays.stream(HiddenActivation.values())
                            .map(HiddenActivation::configName)
                            .toList());
            activation = HiddenActivation.QUICK_GELU;
        }
        return new TransformerConfig(
                hidden,
                positive(tower, where, "intermediate_size"),
                positive(tower, where, "num_hidden_layers"),
                heads,
                activation,
                (float) eps);
    }

    private static @Nullable HiddenActivation activation(String name) {
        return Arrays.stream(HiddenActivation.values())
                .filter(a -> a.configName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** A positive integer that no honest checkpoint exceeds; 1 after a problem was noted. */
    private int positive(JsonNode node, String where, String key) {
        JsonNode value = node.path(key);
        if (value.isIntegralNumber() && value.canConvertToInt() && value.asInt() > 0 && value.asInt() <= 1 << 24) {
            return value.asInt();
        }
        problems.add(where + "." + key + " is " + value + ", expected a positive integer");
        return 1;
    }
}
