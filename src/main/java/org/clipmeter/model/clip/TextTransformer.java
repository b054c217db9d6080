package org.clipmeter.model.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** CLIP's text tower (transformers' CLIPTextTransformer and text_projection). */
final class TextTransformer {
    private final ClipConfig.TextConfig config;
    private final Parameters root;
    private final Parameters tower;
    private final TransformerEncoder encoder;
    private final FloatBuffer tokenEmbedding;

    /** @param tokenEmbedding float32 of shape (vocabSize, hidden), little-endian; rows are copied from it */
    TextTransformer(ClipConfig.TextConfig config, Parameters root, TransformerLayer layer, ByteBuffer tokenEmbedding) {
        this.config = config;
        this.root = root;
        this.tower = root.in("text_model");
        this.encoder = new TransformerEncoder(config.transformer(), tower, layer);
        this.tokenEmbedding =
                tokenEmbedding.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    /**
     * Text embeddings before normalization. Shorter texts are padded at their end, which the causal mask hides.
     *
     * @param inputIds one array per text, of any lengths up to maxPositionEmbeddings
     * @return (batch, projectionDim)
     */
    NDArray forward(NDManager manager, List<long[]> inputIds) {
        int batch = inputIds.size();
        int length = inputIds.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        int hidden = config.transformer().hiddenSize();
        float eps = config.transformer().layerNormEps();

        NDArray x = manager.create(embeddings(inputIds, length), new Shape(batch, length, hidden));
        x.addi(tower.get("embeddings.position_embedding.weight").get(manager, new NDIndex("0:{}", length)));
        NDArray pooled = encoder.forward(x, tokens -> pooled(tokens, inputIds));
        return root.project(tower.layerNorm(pooled, "final_layer_norm", eps), "text_projection");
    }

    /** (batch, length, hidden) to (batch, hidden): the token that represents each text. */
    private NDArray pooled(NDArray tokens, List<long[]> inputIds) {
        NDList rows = new NDList(inputIds.size());
        for (int i = 0; i < inputIds.size(); i++) {
            rows.add(tokens.get(i, config.poolingPosition(inputIds.get(i)))); // (hidden)
        }
        return NDArrays.stack(rows);
    }

    private float[] embeddings(List<long[]> inputIds, int length) {
        int hidden = config.transformer().hiddenSize();
        float[] rows = new float[inputIds.size() * length * hidden];
        for (int b = 0; b < inputIds.size(); b++) {
            long[] ids = inputIds.get(b);
            for (int t = 0; t < ids.length; t++) {
                tokenEmbedding.get(Math.toIntExact(ids[t]) * hidden, rows, (b * length + t) * hidden, hidden);
            }
        }
        return rows;
    }
}
