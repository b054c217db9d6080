package org.clipmeter.model.siglip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.files.JsonObjectFile;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.transformer.ConfigValues;
import org.clipmeter.model.transformer.ExpectedTensors;
import org.clipmeter.model.transformer.ParameterShapes;
import org.clipmeter.model.transformer.TransformerConfig;

/**
 * The architecture of a SigLIP, as its {@code config.json} states it. Missing values take the defaults of transformers'
 * SiglipConfig, which are those of google/siglip-base-patch16-224. The embeddings of both towers are as wide as the
 * vision tower.
 *
 * @param vocabSize the number of token embeddings
 * @param positions how many tokens every text has, padding included
 * @param imageSize height and width of an image in pixels
 * @param patchSize height and width of a patch in pixels
 */
record SiglipConfig(
        TransformerConfig text, int vocabSize, int positions, TransformerConfig vision, int imageSize, int patchSize) {
    static final String LOGIT_BIAS = "logit_bias";

    /** @throws ModelException for a value that this network does not know; it names all of them */
    static SiglipConfig read(JsonObjectFile document) throws ModelException {
        ConfigValues values = new ConfigValues(document.file());
        JsonNode root = document.root();
        values.refuseUnsupported(root, "");
        JsonNode text = tower(values, root, "text_config", """
                {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12,
                 "max_position_embeddings": 64, "vocab_size": 32000, "hidden_act": "gelu_pytorch_tanh",
                 "layer_norm_eps": 1e-6}""");
        JsonNode vision = tower(values, root, "vision_config", """
                {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12,
                 "image_size": 224, "patch_size": 16, "num_channels": 3, "hidden_act": "gelu_pytorch_tanh",
                 "layer_norm_eps": 1e-6, "vision_use_head": true}""");
        int channels = values.positive(vision, "vision_config.", "num_channels");
        if (channels != 3) {
            values.problem("vision_config.num_channels is " + channels + ", expected 3");
        }
        JsonNode head = vision.path("vision_use_head");
        if (!head.isBoolean() || !head.booleanValue()) {
            values.problem("vision_config.vision_use_head is " + JsonObjectFile.shown(head)
                    + ", expected true, since a tower without its head gives no embedding");
        }
        TransformerConfig textTransformer = values.transformer(text, "text_config.");
        TransformerConfig visionTransformer = values.transformer(vision, "vision_config.");
        int vocabSize = values.positive(text, "text_config.", "vocab_size");
        int positions = values.positive(text, "text_config.", "max_position_embeddings");
        int before = values.problems();
        int imageSize = values.positive(vision, "vision_config.", "image_size");
        int patchSize = values.positive(vision, "vision_config.", "patch_size");
        if (values.problems() == before && patchSize > imageSize) {
            values.problem("vision_config.patch_size " + patchSize + " is larger than image_size " + imageSize);
        }
        boolean widthIsSet = text.hasNonNull("projection_size");
        int width =
                widthIsSet ? values.positive(text, "text_config.", "projection_size") : textTransformer.hiddenSize();
        if (values.problems() == 0 && width != visionTransformer.hiddenSize()) {
            values.problem("text_config." + (widthIsSet ? "projection_size" : "hidden_size") + " is " + width
                    + ", expected " + visionTransformer.hiddenSize()
                    + " as vision_config.hidden_size, since embeddings of both towers are compared");
        }
        values.requireNoProblems();
        return new SiglipConfig(textTransformer, vocabSize, positions, visionTransformer, imageSize, patchSize);
    }

    private static JsonNode tower(ConfigValues values, JsonNode root, String name, String defaults) {
        ObjectNode merged = ConfigValues.defaults(defaults);
        merged.setAll(values.object(root, name));
        values.refuseUnsupported(merged, name + ".");
        return merged;
    }

    /** The width of the embeddings. */
    int projectionDim() {
        return vision.hiddenSize();
    }

    /** The number of patches of an image; pixels beyond the last whole patch are ignored. */
    long patches() {
        long side = imageSize / patchSize;
        return side * side;
    }

    /** The number of multiplications for one image. */
    long multiplications() {
        long width = vision.hiddenSize();
        long embedding = patches() * 3 * patchSize * patchSize * width;
        long head = 2 * patches() * width * width;
        return embedding + vision.multiplications(patches()) + head;
    }

    /** The most bytes that the activations of an image take: those of one layer, and its pixelValues twice. */
    long bytesPerImage() {
        long layer = patches() * (8L * vision.hiddenSize() + 2L * vision.intermediateSize());
        return Float.BYTES * (layer + 2L * 3 * imageSize * imageSize);
    }

    /**
     * The tensors of the network, under the names of transformers' SiglipModel.
     *
     * @param architectures the classes that the weights were saved from; may be empty
     */
    ExpectedTensors tensors(List<String> architectures) {
        return new ExpectedTensors(
                "SigLIP", "SiglipModel", "siglip", List.copyOf(architectures), text, vision, this::shapes);
    }

    private ParameterShapes shapes() {
        ParameterShapes all = new ParameterShapes();
        long width = vision.hiddenSize();
        all.add(ParameterShapes.LOGIT_SCALE, 1);
        all.add(LOGIT_BIAS, 1);
        all.add(ParameterShapes.TOKEN_EMBEDDING, vocabSize, text.hiddenSize());
        all.add("text_model.embeddings.position_embedding.weight", positions, text.hiddenSize());
        all.layers("text_model", text);
        all.norm("text_model.final_layer_norm", text.hiddenSize());
        all.linear("text_model.head", width, text.hiddenSize());
        all.add("vision_model.embeddings.patch_embedding.weight", width, 3, patchSize, patchSize);
        all.add("vision_model.embeddings.patch_embedding.bias", width);
        all.add("vision_model.embeddings.position_embedding.weight", patches(), width);
        all.layers("vision_model", vision);
        all.norm("vision_model.post_layernorm", width);
        all.add("vision_model.head.probe", 1, 1, width);
        all.add("vision_model.head.attention.in_proj_weight", 3 * width, width);
        all.add("vision_model.head.attention.in_proj_bias", 3 * width);
        all.linear("vision_model.head.attention.out_proj", width, width);
        all.norm("vision_model.head.layernorm", width);
        all.linear("vision_model.head.mlp.fc1", vision.intermediateSize(), width);
        all.linear("vision_model.head.mlp.fc2", width, vision.intermediateSize());
        return all;
    }

    /** The classes that the weights were saved from, according to config.json. */
    static List<String> architectures(JsonObjectFile document) {
        List<String> names = new ArrayList<>();
        document.root().path("architectures").forEach(name -> names.add(name.asText()));
        return names;
    }
}
