package org.clipmeter.embed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.clipmeter.files.Hash;
import org.jspecify.annotations.Nullable;

/** An embedding store as seen by one model, which needs only the content to find an embedding. Thread-safe. */
final class EmbeddingLookup {
    private static final double NORM_TOLERANCE = 1e-3;

    private final EmbeddingStore store;
    private final EmbeddingFingerprint space;
    private @Nullable String described;

    EmbeddingLookup(EmbeddingStore store, EmbeddingFingerprint space) {
        this.store = store;
        this.space = space;
    }

    /** Whether embeddings are stored at all. If not, contents need not be hashed. */
    boolean inUse() {
        return store != EmbeddingStore.NONE;
    }

    /** The stored embeddings among these, by content. A vector whose length is not 1 is ignored. */
    Map<String, StoredEmbedding> find(EmbeddingKey.Modality modality, Collection<String> contents) throws IOException {
        if (!inUse() || contents.isEmpty()) {
            return Map.of();
        }
        String name = space();
        Map<String, StoredEmbedding> found = new HashMap<>();
        store.find(contents.stream()
                        .map(content -> new EmbeddingKey(modality, content, name))
                        .collect(Collectors.toSet()))
                .forEach((key, embedding) -> {
                    if (hasUnitLength(embedding.vector())) {
                        found.put(key.content(), embedding);
                    }
                });
        return found;
    }

    void save(EmbeddingKey.Modality modality, Map<String, StoredEmbedding> embeddings) throws IOException {
        if (!inUse() || embeddings.isEmpty()) {
            return;
        }
        String name = space();
        Map<EmbeddingKey, StoredEmbedding> keyed = new HashMap<>();
        embeddings.forEach((content, embedding) -> keyed.put(new EmbeddingKey(modality, content, name), embedding));
        store.save(keyed);
    }

    static String content(byte[] file) {
        return Hash.sha256(file);
    }

    static String content(long[] inputIds) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(inputIds.length, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(inputIds);
        return content(bytes.array());
    }

    private synchronized String space() throws IOException {
        if (described == null) {
            described = space.describe();
        }
        return described;
    }

    private static boolean hasUnitLength(float[] vector) {
        double squares = 0;
        for (float v : vector) {
            squares += (double) v * v;
        }
        return Math.abs(squares - 1) < NORM_TOLERANCE;
    }
}
