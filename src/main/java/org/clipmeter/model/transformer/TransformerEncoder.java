package org.clipmeter.model.transformer;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/**
 * The stack of layers that both towers share (transformers' CLIPEncoder), and the selection of one token per input for
 * the output: for the other tokens, the last layer computes only attention.
 */
public final class TransformerEncoder {
    private final Parameters layers;
    private final int last;
    private final TransformerLayer layer;

    /** @param layer closed by its owner */
    public TransformerEncoder(TransformerConfig config, Parameters tower, TransformerLayer layer) {
        this.layers = tower.in("encoder").in("layers");
        this.last = config.numHiddenLayers() - 1;
        this.layer = layer;
    }

    /**
     * Runs all layers; the native memory of a layer is freed before the next starts.
     *
     * @param x (batch, seq, hidden); closed by this method
     * @param pooled selects one token of each input: (batch, seq, hidden) to (batch, hidden)
     * @return (batch, hidden), on the manager of {@code x}
     */
    public NDArray forward(NDArray x, UnaryOperator<NDArray> pooled) {
        NDArray hidden = x;
        for (int i = 0; i <= last; i++) {
            Parameters weights = layers.in(Integer.toString(i));
            NDArray mixed = layer.attention(weights, hidden);
            if (i == last) {
                hidden = replaced(hidden, pooled.apply(hidden));
                mixed = replaced(mixed, pooled.apply(mixed));
            }
            hidden = replaced(hidden, layer.feedForward(weights, hidden, mixed));
            mixed.close();
        }
        return hidden;
    }

    private static NDArray replaced(NDArray old, NDArray next) {
        old.close();
        return next;
    }
}
