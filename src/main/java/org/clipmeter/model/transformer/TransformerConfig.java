package org.clipmeter.model.transformer;

/**
 * The settings that the text and the vision transformer have in common.
 *
 * @param hiddenSize width of a token's vector
 * @param intermediateSize width inside the MLP
 */
public record TransformerConfig(
        int hiddenSize,
        int intermediateSize,
        int numHiddenLayers,
        int numAttentionHeads,
        HiddenActivation hiddenAct,
        float layerNormEps) {
    /** The width of an attention head. */
    public int headDim() {
        return hiddenSize / numAttentionHeads;
    }

    /** Multiplications of all layers for one sequence of this length: products with weights, and attention. */
    public long multiplications(long length) {
        long weights = 4L * hiddenSize * hiddenSize + 2L * hiddenSize * intermediateSize;
        return numHiddenLayers * (length * weights + 2 * length * length * hiddenSize);
    }
}
