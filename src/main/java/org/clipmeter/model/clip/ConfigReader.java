package org.clipmeter.model.clip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.transformer.ConfigValues;
import org.clipmeter.model.transformer.TransformerConfig;

/**
 * Reads {@code config.json} with the rules of transformers' CLIPConfig: the defaults of missing values, which key
 * overrides which, and which types a value may have. Keys that do not change a score are ignored. A key that would
 * change it and is not supported is refused by name.
 */
final class ConfigReader {
    private static final int DEFAULT_PROJECTION_DIM = 512;

    private final Path file;
    private final ConfigValues values;

    private ConfigReader(Path file) {
        this.file = file;
        this.values = new ConfigValues(file);
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
        values.refuseUnsupported(root, "");
        JsonNode text = tower(root, "text_config", """
                {"hidden_size": 512, "intermediate_size": 2048, "num_hidden_layers": 12, "num_attention_heads": 8,
                 "max_position_embeddings": 77, "vocab_size": 49408, "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5,
                 "eos_token_id": 49407}""");
        JsonNode vision = tower(root, "vision_config", """
                {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12,
                 "image_size": 224, "patch_size": 32, "num_channels": 3, "hidden_act": "quick_gelu",
                 "layer_norm_eps": 1e-5}""");
        int channels = values.positive(vision, "vision_config.", "num_channels");
        if (channels != 3) {
            values.problem("vision_config.num_channels is " + channels + ", expected 3");
        }
        TransformerConfig textTransformer = values.transformer(text, "text_config.");
        TransformerConfig visionTransformer = values.transformer(vision, "vision_config.");
        int vocabSize = values.positive(text, "text_config.", "vocab_size");
        int positions = values.positive(text, "text_config.", "max_position_embeddings");
        JsonNode eos = text.path("eos_token_id");
        if (!eos.isIntegralNumber() || !eos.canConvertToLong()) {
            values.problem("text_config.eos_token_id is " + JsonObjectFile.shown(eos) + ", expected an integer");
        }
        int before = values.problems();
        int imageSize = values.positive(vision, "vision_config.", "image_size");
        int patchSize = values.positive(vision, "vision_config.", "patch_size");
        if (values.problems() == before && patchSize > imageSize) {
            values.problem("vision_config.patch_size " + patchSize + " is larger than image_size " + imageSize);
        }
        int projectionDim =
                root.has("projection_dim") ? values.positive(root, "", "projection_dim") : DEFAULT_PROJECTION_DIM;
        values.requireNoProblems();
        return new ClipConfig(
                new ClipConfig.TextConfig(textTransformer, vocabSize, positions, eos.asLong()),
                new ClipConfig.VisionConfig(visionTransformer, imageSize, patchSize),
                projectionDim);
    }

    /**
     * Merges the defaults, then {@code text_config}, then {@code text_config_dict} with defaults for its missing keys.
     */
    private JsonNode tower(JsonNode root, String name, String defaults) {
        ObjectNode merged = ConfigValues.defaults(defaults);
        merged.setAll(values.object(root, name));
        JsonNode dict = root.path(name + "_dict");
        if (!dict.isMissingNode() && !dict.isNull()) {
            merged.setAll(ConfigValues.defaults(defaults));
            merged.setAll(values.object(root, name + "_dict"));
        }
        values.refuseUnsupported(merged, name + ".");
        return merged;
    }
}
