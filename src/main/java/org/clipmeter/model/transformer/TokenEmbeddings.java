package org.clipmeter.model.transformer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** The vectors of a model's tokens, which stay where the weights are; only the rows of a text's tokens are copied. */
public final class TokenEmbeddings {
    private final FloatBuffer vectors;
    private final int width;

    private TokenEmbeddings(FloatBuffer vectors, int width) {
        this.vectors = vectors;
        this.width = width;
    }

    /**
     * The embeddings of all tokens.
     *
     * @param vectors float32 of shape (vocabulary, width), little-endian
     */
    public static TokenEmbeddings of(ByteBuffer vectors, int width) {
        return new TokenEmbeddings(
                vectors.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer(), width);
    }

    /**
     * The vectors of the tokens of texts; those behind the end of a shorter text are 0.
     *
     * @param length the most tokens of these texts
     * @return row-major, (texts, length, width)
     */
    public float[] rows(List<long[]> inputIds, int length) {
        float[] rows = new float[inputIds.size() * length * width];
        for (int b = 0; b < inputIds.size(); b++) {
            long[] ids = inputIds.get(b);
            for (int t = 0; t < ids.length; t++) {
                vectors.get(Math.toIntExact(ids[t]) * width, rows, (b * length + t) * width, width);
            }
        }
        return rows;
    }
}
