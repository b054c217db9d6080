package org.clipmeter.embed;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Stores embeddings from one run to the next. Implementations are thread-safe and never throw: a store that fails loses
 * entries but does not stop a run.
 */
public interface EmbeddingStore {
    /** Stores nothing. */
    EmbeddingStore NONE = new EmbeddingStore() {
        @Override
        public Map<EmbeddingKey, StoredEmbedding> find(Collection<EmbeddingKey> keys) {
            return Map.of();
        }

        @Override
        public void save(Map<EmbeddingKey, StoredEmbedding> embeddings) {}
    };

    /** Returns the stored embeddings for these keys; keys that are not stored are missing from the map. */
    Map<EmbeddingKey, StoredEmbedding> find(Collection<EmbeddingKey> keys);

    /** Stores embeddings. Embeddings that are already stored stay as they are. */
    void save(Map<EmbeddingKey, StoredEmbedding> embeddings);

    /**
     * Looks up keys again that {@link #find} did not find a moment ago; another process may have stored them meanwhile.
     */
    default Map<EmbeddingKey, StoredEmbedding> findAgain(Collection<EmbeddingKey> keys) {
        return find(keys);
    }

    /**
     * Says that this run is going to compute an embedding, so that the others who share the store wait for it.
     *
     * @return false if another run or process has said so, and has neither released the key nor ended
     */
    default boolean claim(EmbeddingKey key) {
        return true;
    }

    /** Takes back what {@link #claim} said; keys that are not claimed are passed over. */
    default void release(Collection<EmbeddingKey> keys) {}

    /** Returns what went wrong since the last call, one line each. */
    default List<String> takeWarnings() {
        return List.of();
    }
}
