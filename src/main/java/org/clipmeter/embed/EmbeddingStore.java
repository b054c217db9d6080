package org.clipmeter.embed;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Where embeddings are kept from one run to the next. Safe from any thread; never throws: a store that fails loses
 * entries, not runs.
 */
public interface EmbeddingStore {
    /** Keeps nothing. */
    EmbeddingStore NONE = new EmbeddingStore() {
        @Override
        public Map<EmbeddingKey, StoredEmbedding> find(Collection<EmbeddingKey> keys) {
            return Map.of();
        }

        @Override
        public void save(Map<EmbeddingKey, StoredEmbedding> embeddings) {}
    };

    /** Those of the embeddings that are kept. */
    Map<EmbeddingKey, StoredEmbedding> find(Collection<EmbeddingKey> keys);

    /** Keeps embeddings; those that are kept already stay as they are. */
    void save(Map<EmbeddingKey, StoredEmbedding> embeddings);

    /** What went wrong since this was last asked, one line each. */
    default List<String> takeWarnings() {
        return List.of();
    }
}
