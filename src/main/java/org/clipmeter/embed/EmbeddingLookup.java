package org.clipmeter.embed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.clipmeter.files.Hash;
import org.jspecify.annotations.Nullable;

/** An embedding store as seen by one model, which needs only the content to find an embedding. Thread-safe. */
final class EmbeddingLookup {
    private static final double NORM_TOLERANCE = 1e-3;

    /** How long others may compute without storing anything. A process that was stopped keeps its claims. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final EmbeddingStore store;
    private final EmbeddingFingerprint space;
    private final Duration patience;
    private volatile boolean outOfPatience;
    private @Nullable String described;

    EmbeddingLookup(EmbeddingStore store, EmbeddingFingerprint space) {
        this(store, space, PATIENCE);
    }

    EmbeddingLookup(EmbeddingStore store, EmbeddingFingerprint space, Duration patience) {
        this.store = store;
        this.space = space;
        this.patience = patience;
    }

    /** Whether embeddings are stored at all. If not, contents need not be hashed. */
    boolean inUse() {
        return store != EmbeddingStore.NONE;
    }

    /** The stored embeddings among these, by content. A vector whose length is not 1 is ignored. */
    Map<String, StoredEmbedding> find(EmbeddingKey.Modality modality, Collection<String> contents) throws IOException {
        return !inUse() || contents.isEmpty() ? Map.of() : sound(store.find(keys(modality, contents)));
    }

    /** The same for contents that were not found a moment ago. */
    Map<String, StoredEmbedding> findAgain(EmbeddingKey.Modality modality, Collection<String> contents)
            throws IOException {
        return !inUse() || contents.isEmpty() ? Map.of() : sound(store.findAgain(keys(modality, contents)));
    }

    private static Map<String, StoredEmbedding> sound(Map<EmbeddingKey, StoredEmbedding> stored) {
        Map<String, StoredEmbedding> found = new HashMap<>();
        stored.forEach((key, embedding) -> {
            if (hasUnitLength(embedding.vector())) {
                found.put(key.content(), embedding);
            }
        });
        return found;
    }

    private Set<EmbeddingKey> keys(EmbeddingKey.Modality modality, Collection<String> contents) throws IOException {
        String name = space();
        return contents.stream()
                .map(content -> new EmbeddingKey(modality, content, name))
                .collect(Collectors.toSet());
    }

    /**
     * Says that the caller computes an embedding and releases it afterwards; false if others are computing it, who should
     * be waited for.
     */
    boolean claim(EmbeddingKey.Modality modality, String content) throws IOException {
        return !inUse() || store.claim(key(modality, content)) || outOfPatience;
    }

    /** What an embedding of a content is stored under. */
    EmbeddingKey key(EmbeddingKey.Modality modality, String content) throws IOException {
        return new EmbeddingKey(modality, content, space());
    }

    /** Takes back claims. */
    void release(EmbeddingKey.Modality modality, Collection<String> contents) throws IOException {
        if (inUse() && !contents.isEmpty()) {
            store.release(keys(modality, contents));
        }
    }

    /** Begins to wait for embeddings that others compute. */
    Patience patience() {
        return new Patience();
    }

    /** Waits for others as long as they store something now and then; once it has ended, nobody is waited for again. */
    final class Patience {
        private static final long PAUSE_MS = 20;

        private long since = System.nanoTime();

        /** Notes that something was stored. */
        void renew() {
            since = System.nanoTime();
        }

        /** Notes whether it has ended. */
        void check() {
            if (System.nanoTime() - since > patience.toNanos()) {
                outOfPatience = true;
            }
        }

        /** Waits a moment. */
        void pause() throws InterruptedException {
            check();
            Thread.sleep(PAUSE_MS);
        }
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
