package org.clipmeter.model.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import org.clipmeter.model.transformer.Parameters;
import org.clipmeter.model.transformer.TokenEmbeddings;
import org.clipmeter.model.transformer.TransformerEncoder;
import org.clipmeter.model.transformer.TransformerLayer;

/** CLIP's text tower (transformers' CLIPTextTransformer and text_projection). */
final class TextTransformer {
    private final ClipConfig.TextConfig config;
    private final Parameters root;
    private final Parameters tower;
    private final TransformerEncoder encoder;
    private final TokenEmbeddings tokenEmbeddings;

    /** @param tokenEmbedding float32 of shape (vocabSize, hidden), little-endian; rows are copied from it */
    TextTransformer(ClipConfig.TextConfig config, Parameters root, TransformerLayer layer, ByteBuffer tokenEmbedding) {
        this.config = config;
        this.root = root;
        this.tower = root.in("text_model");
        this.encoder = new TransformerEncoder(config.transformer(), tower, layer);
        this.tokenEmbeddings =
                TokenEmbeddings.of(tokenEmbedding, config.transformer().hiddenSize());
    }

    /**
     * Text embeddings before normalization. Shorter texts are padded at their end, which the causal mask hides.
     *
     * @param inputIds one array per text, of any lengths up to maxPositionEmbeddings
     * @return (batch, projectionDim)
     */
    NDArray forward(NDManager manager, List<long[]> inputIds) {
        NDArray pooled = encoder.forward(embedded(manager, inputIds), tokens -> pooled(tokens, inputIds));
        return root.project(normed(pooled), "text_projection");
    }

    /**
     * The last hidden states of all tokens (transformers' {@code last_hidden_state}); those of padding have no meaning.
     *
     * @param inputIds as above
     * @return (batch, length of the longest text, hidden)
     */
    NDArray states(NDManager manager, List<long[]> inputIds) {
        return normed(encoder.forward(embedded(manager, inputIds), NDArray::duplicate));
    }

    private NDArray normed(NDArray tokens) {
        return tower.layerNorm(tokens, "final_layer_norm", config.transformer().layerNormEps());
    }

    private NDArray embedded(NDManager manager, List<long[]> inputIds) {
        int length = inputIds.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        int hidden = config.transformer().hiddenSize();
        NDArray x = manager.create(tokenEmbeddings.rows(inputIds, length), new Shape(inputIds.size(), length, hidden));
        x.addi(tower.get("embeddings.position_embedding.weight").get(manager, new NDIndex("0:{}", length)));
        return x;
    }

    /** (batch, length, hidden) to (batch, hidden): the token that represents each text. */
    private NDArray pooled(NDArray tokens, List<long[]> inputIds) {
        NDList rows = new NDList(inputIds.size());
        for (int i = 0; i < inputIds.size(); i++) {
            rows.add(tokens.get(i, config.poolingPosition(inputIds.get(i)))); // (hidden)
        }
        return NDArrays.stack(rows);
    }
}
