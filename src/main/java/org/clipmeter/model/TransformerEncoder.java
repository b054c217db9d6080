package org.clipmeter.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/** The stack of pre-norm transformer layers that both towers share (transformers' CLIPEncoder). */
final class TransformerEncoder {
    private final TransformerConfig config;
    private final Parameters layers;

    TransformerEncoder(TransformerConfig config, Parameters tower) {
        this.config = config;
        this.layers = tower.in("encoder").in("layers");
    }

    /**
     * Runs all layers; native memory of a layer is given back before the next starts.
     *
     * @param x (batch, seq, hidden); belongs to {@code manager}, and is consumed
     * @param mask (seq, seq), added to the attention scores; null for none
     * @return (batch, seq, hidden), belongs to {@code manager}
     */
    NDArray forward(NDManager manager, NDArray x, @Nullable NDArray mask) {
        NDArray hidden = x;
        for (int i = 0; i < config.numHiddenLayers(); i++) {
            try (NDManager scope = manager.newSubManager()) {
                hidden.attach(scope);
                NDArray next = layer(hidden, layers.in(Integer.toString(i)), mask);
                next.attach(manager);
                hidden = next;
            }
        }
        return hidden;
    }

    private NDArray layer(NDArray x, Parameters p, @Nullable NDArray mask) {
        float eps = config.layerNormEps();
        NDArray y = attention(p.layerNorm(x, "layer_norm1", eps), p.in("self_attn"), mask)
                .addi(x);
        NDArray inner = config.hiddenAct().apply(p.linear(p.layerNorm(y, "layer_norm2", eps), "mlp.fc1"));
        return p.linear(inner, "mlp.fc2").addi(y);
    }

    private NDArray attention(NDArray x, Parameters p, @Nullable NDArray mask) {
        NDArray q = heads(p.linear(x, "q_proj").muli((float) (1 / Math.sqrt(config.headDim()))));
        NDArray k = heads(p.linear(x, "k_proj"));
        NDArray v = heads(p.linear(x, "v_proj"));
        NDArray scores = q.matMul(k.transpose(0, 1, 3, 2)); // (batch, heads, seq, seq)
        if (mask != null) {
            scores.addi(mask);
        }
        NDArray mixed = scores.softmax(-1).matMul(v); // (batch, heads, seq, headDim)
        return p.linear(mixed.transpose(0, 2, 1, 3).reshape(x.getShape()), "out_proj");
    }

    /** (batch, seq, hidden) → (batch, heads, seq, headDim). */
    private NDArray heads(NDArray x) {
        Shape s = x.getShape();
        return x.reshape(s.get(0), s.get(1), config.numAttentionHeads(), config.headDim())
                .transpose(0, 2, 1, 3);
    }
}
