package org.clipmeter.model;

/**
 * What the text and the vision transformer have in common.
 *
 * @param hiddenSize width of a token's vector
 * @param intermediateSize width inside the MLP
 */
record TransformerConfig(
        int hiddenSize,
        int intermediateSize,
        int numHiddenLayers,
        int numAttentionHeads,
        HiddenActivation hiddenAct,
        float layerNormEps) {
    int headDim() {
        return hiddenSize / numAttentionHeads;
    }
}
