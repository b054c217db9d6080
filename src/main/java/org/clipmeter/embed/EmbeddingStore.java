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

    /** Returns what went wrong since the last call, one line each. */
    default List<String> takeWarnings() {
        return List.of();
    }
}
