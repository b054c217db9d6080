package org.clipmeter.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.model.ModelClosedException;
import org.jspecify.annotations.Nullable;

/** A unit vector of shape (projection_dim), or the reason why there is none. */
@SuppressWarnings("ArrayRecordComponent")
record Embedding(float @Nullable [] vector, @Nullable Failed failed) {
    /** One of the model's two halves. */
    @FunctionalInterface
    interface Tower<T> {
        float[][] embeds(List<T> inputs) throws IOException;
    }

    static Embedding of(float[] vector) {
        for (float v : vector) {
            if (!Float.isFinite(v)) {
                return failed(Failed.notFinite());
            }
        }
        return new Embedding(vector, null);
    }

    static Embedding failed(Failed failed) {
        return new Embedding(null, failed);
    }

    /** Encodes a batch; where that fails, each member alone, so that the one at fault is found. */
    static <T> List<Embedding> ofBatch(List<T> inputs, Tower<T> tower) throws IOException {
        if (inputs.isEmpty()) {
            return List.of();
        }
        Throwable fault;
        try {
            float[][] vectors = tower.embeds(inputs);
            if (vectors.length == inputs.size()) {
                List<Embedding> embeddings = new ArrayList<>();
                for (float[] vector : vectors) {
                    embeddings.add(of(vector));
                }
                return embeddings;
            }
            fault = new IllegalStateException("expected " + inputs.size() + " embeddings, got " + vectors.length);
        } catch (IOException | ModelClosedException e) {
            throw e;
        } catch (Throwable e) {
            fault = e;
        }
        if (inputs.size() == 1) {
            return List.of(failed(Failed.ofModel(fault)));
        }
        List<Embedding> embeddings = new ArrayList<>();
        for (T input : inputs) {
            embeddings.addAll(ofBatch(List.of(input), tower));
        }
        return embeddings;
    }
}
