package org.clipmeter.model.clip;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names and shapes of all tensors that a configuration requires, under transformers' keys. */
final class ParameterShapes {
    static final String TOKEN_EMBEDDING = "text_model.embeddings.token_embedding.weight";
    static final String LOGIT_SCALE = "logit_scale";

    private final Map<String, List<Long>> shapes = new LinkedHashMap<>();

    private ParameterShapes() {}

    /**
     * The shapes for a configuration. Compare the number of layers with the weights first, since the result grows with
     * it.
     */
    static ParameterShapes of(ClipConfig config) {
        ParameterShapes all = new ParameterShapes();
        ClipConfig.TextConfig text = config.text();
        ClipConfig.VisionConfig vision = config.vision();
        long textHidden = text.transformer().hiddenSize();
        long visionHidden = vision.transformer().hiddenSize();
        all.add(LOGIT_SCALE);
        all.add(TOKEN_EMBEDDING, text.vocabSize(), textHidden);
        all.add("text_model.embeddings.position_embedding.weight", text.maxPositionEmbeddings(), textHidden);
        all.layers("text_model", text.transformer());
        all.norm("text_model.final_layer_norm", textHidden);
        all.add("vision_model.embeddings.class_embedding", visionHidden);
        all.add(
                "vision_model.embeddings.patch_embedding.weight",
                visionHidden,
                3,
                vision.patchSize(),
                vision.patchSize());
        all.add("vision_model.embeddings.position_embedding.weight", vision.sequenceLength(), visionHidden);
        all.norm("vision_model.pre_layrnorm", visionHidden);
        all.layers("vision_model", vision.transformer());
        all.norm("vision_model.post_layernorm", visionHidden);
        all.add("visual_projection.weight", config.projectionDim(), visionHidden);
        all.add("text_projection.weight", config.projectionDim(), textHidden);
        return all;
    }

    Map<String, List<Long>> shapes() {
        return shapes;
    }

    /** The number of the model's parameters. */
    long count() {
        return shapes.values().stream()
                .mapToLong(shape -> shape.stream().reduce(1L, (a, b) -> a * b))
                .sum();
    }

    /** Whether a tensor is the weight or bias of a linear layer or projection. */
    static boolean isLinear(String name) {
        return name.contains(".self_attn.") || name.contains(".mlp.") || name.endsWith("_projection.weight");
    }

    private void layers(String tower, TransformerConfig config) {
        long hidden = config.hiddenSize();
        for (int i = 0; i < config.numHiddenLayers(); i++) {
            String layer = tower + ".encoder.layers." + i + ".";
            for (String projection : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
                linear(layer + "self_attn." + projection, hidden, hidden);
            }
            norm(layer + "layer_norm1", hidden);
            linear(layer + "mlp.fc1", config.intermediateSize(), hidden);
            linear(layer + "mlp.fc2", hidden, config.intermediateSize());
            norm(layer + "layer_norm2", hidden);
        }
    }

    private void linear(String name, long out, long in) {
        add(name + ".weight", out, in);
        add(name + ".bias", out);
    }

    private void norm(String name, long width) {
        add(name + ".weight", width);
        add(name + ".bias", width);
    }

    private void add(String name, long... shape) {
        shapes.put(name, Arrays.stream(shape).boxed().toList());
    }
}
