package org.clipmeter.model.transformer;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names and shapes of all tensors that a configuration requires, under transformers' keys. */
public final class ParameterShapes {
    /** The embeddings of all tokens, of which rows are copied. */
    public static final String TOKEN_EMBEDDING = "text_model.embeddings.token_embedding.weight";
    /** The logarithm of the factor from a cosine to a logit. */
    public static final String LOGIT_SCALE = "logit_scale";

    private final Map<String, List<Long>> shapes = new LinkedHashMap<>();

    /** No tensors yet. */
    public ParameterShapes() {}

    /** The shapes by name. */
    public Map<String, List<Long>> shapes() {
        return shapes;
    }

    /** The number of the model's parameters. */
    public long count() {
        return shapes.values().stream()
                .mapToLong(shape -> shape.stream().reduce(1L, (a, b) -> a * b))
                .sum();
    }

    /** Whether a tensor is the weight or bias of a linear layer or projection. */
    static boolean isLinear(String name) {
        boolean ofLayer = name.contains(".encoder.layers.");
        return ofLayer && (name.contains(".self_attn.") || name.contains(".mlp."))
                || name.endsWith("_projection.weight");
    }

    /** Adds the layers of a tower. */
    public void layers(String tower, TransformerConfig config) {
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

    /** Adds weight and bias of a linear layer. */
    public void linear(String name, long out, long in) {
        add(name + ".weight", out, in);
        add(name + ".bias", out);
    }

    /** Adds weight and bias of a normalization. */
    public void norm(String name, long width) {
        add(name + ".weight", width);
        add(name + ".bias", width);
    }

    /** Adds a tensor. */
    public void add(String name, long... shape) {
        shapes.put(name, Arrays.stream(shape).boxed().toList());
    }
}
