package org.clipmeter.embed.cache;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.clipmeter.embed.EmbeddingKey;
import org.clipmeter.embed.EmbeddingKey.Modality;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.embed.StoredEmbedding;

/** Embeddings for tests. Key and vector are both made from a number, so that each embedding can be checked later. */
final class Embeddings {
    static final String SPACE = "weights abc, fp32, cpu";
    static final int DIMENSION = 64;

    private Embeddings() {}

    static EmbeddingKey key(long number) {
        return new EmbeddingKey(Modality.IMAGE, String.format(java.util.Locale.ROOT, "%064x", number), SPACE);
    }

    static StoredEmbedding embedding(long number) {
        return embedding(number, DIMENSION);
    }

    static StoredEmbedding embedding(long number, int dimension) {
        Random random = new Random(number);
        float[] vector = new float[dimension];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.nextFloat() - 0.5f;
        }
        EnumSet<ImageFlag> flags = EnumSet.noneOf(ImageFlag.class);
        if (number % 3 == 0) {
            flags.add(ImageFlag.DAMAGED);
        }
        return new StoredEmbedding(vector, flags);
    }

    /** The embeddings of the numbers from {@code from} to before {@code to}. */
    static Map<EmbeddingKey, StoredEmbedding> range(long from, long to) {
        Map<EmbeddingKey, StoredEmbedding> range = new LinkedHashMap<>();
        for (long number = from; number < to; number++) {
            range.put(key(number), embedding(number));
        }
        return range;
    }

    static boolean same(StoredEmbedding expected, StoredEmbedding found) {
        return java.util.Arrays.equals(expected.vector(), found.vector())
                && expected.flags().equals(found.flags());
    }

    /** Counts the found embeddings and fails if one differs from what was saved. */
    static int check(Map<EmbeddingKey, StoredEmbedding> found) {
        found.forEach((key, embedding) -> {
            long number = Long.parseLong(key.content().substring(48), 16);
            if (!same(embedding(number, embedding.vector().length), embedding)) {
                throw new AssertionError("another vector for " + key);
            }
        });
        return found.size();
    }
}
