package org.clipmeter.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.weights.DType;
import org.clipmeter.weights.Weights;

/** The names and shapes of every tensor that a configuration asks for, under transformers' keys. */
final class ParameterShapes {
    static final String TOKEN_EMBEDDING = "text_model.embeddings.token_embedding.weight";
    static final String LOGIT_SCALE = "logit_scale";

    private static final int LISTED = 10;

    private final Map<String, List<Long>> shapes = new LinkedHashMap<>();

    private ParameterShapes() {}

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

    /** How many numbers the model has. */
    long count() {
        return shapes.values().stream()
                .mapToLong(shape -> shape.stream().reduce(1L, (a, b) -> a * b))
                .sum();
    }

    /** Whether a tensor is a weight or bias of a linear layer or projection. */
    static boolean isLinear(String name) {
        return name.contains(".self_attn.") || name.contains(".mlp.") || name.endsWith("_projection.weight");
    }

    /**
     * Fails with every tensor that is missing, unexpected, of another shape or not of floats. Stored
     * {@code position_ids} are ignored, as transformers ignores them.
     */
    void check(Weights weights, Object source) throws ModelException {
        List<String> problems = new ArrayList<>();
        shapes.forEach((name, shape) -> {
            if (!weights.names().contains(name)) {
                problems.add(name + " is missing (expected " + shape + ")");
            } else if (!weights.shape(name).equals(shape)) {
                problems.add(name + " is " + weights.shape(name) + ", expected " + shape);
            } else if (!isFloat(weights.dtype(name))) {
                problems.add(name + " holds " + weights.dtype(name) + ", expected F32, F16 or BF16");
            }
        });
        for (String name : weights.names()) {
            if (!shapes.containsKey(name) && !name.endsWith("position_ids")) {
                problems.add(name + " is unexpected");
            }
        }
        if (!problems.isEmpty()) {
            int more = problems.size() - LISTED;
            throw new ModelException(source + ": " + problems.size() + " tensors do not fit config.json: "
                    + String.join("; ", problems.subList(0, Math.min(LISTED, problems.size())))
                    + (more > 0 ? "; and " + more + " more" : "")
                    + ". Take config.json and weights from the same checkpoint.");
        }
    }

    private static boolean isFloat(DType type) {
        return type == DType.F64 || type == DType.F32 || type == DType.F16 || type == DType.BF16;
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
        shapes.put(name, java.util.Arrays.stream(shape).boxed().toList());
    }
}
