package org.clipmeter.embed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.model.ModelClosedException;

/** Encodes batches so that an input that fails loses only its own embedding. */
final class EncodedBatch {
    private EncodedBatch() {}

    /** One of the model's two towers. */
    @FunctionalInterface
    interface Tower<T> {
        float[][] embeds(List<T> inputs) throws IOException;
    }

    /**
     * The embeddings of a batch, in order. If encoding them together fails, each is encoded alone.
     *
     * @throws IOException if the model can't be used any longer
     * @throws ModelClosedException if the model was closed
     */
    static <T> List<Embedding> of(List<T> inputs, Tower<T> tower) throws IOException {
        if (inputs.isEmpty()) {
            return List.of();
        }
        Throwable fault;
        try {
            float[][] vectors = tower.embeds(inputs);
            if (vectors.length == inputs.size()) {
                List<Embedding> embeddings = new ArrayList<>();
                for (float[] vector : vectors) {
                    embeddings.add(Embedding.of(vector));
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
            return List.of(Embedding.Fault.ofModel(fault));
        }
        List<Embedding> embeddings = new ArrayList<>();
        for (T input : inputs) {
            embeddings.addAll(of(List.of(input), tower));
        }
        return embeddings;
    }
}
