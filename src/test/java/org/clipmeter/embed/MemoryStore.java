package org.clipmeter.embed;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An embedding store in memory. */
public final class MemoryStore implements EmbeddingStore {
    public final Map<EmbeddingKey, StoredEmbedding> entries = new ConcurrentHashMap<>();

    @Override
    public Map<EmbeddingKey, StoredEmbedding> find(Collection<EmbeddingKey> keys) {
        Map<EmbeddingKey, StoredEmbedding> found = new HashMap<>();
        for (EmbeddingKey key : keys) {
            StoredEmbedding embedding = entries.get(key);
            if (embedding != null) {
                found.put(key, embedding);
            }
        }
        return found;
    }

    @Override
    public void save(Map<EmbeddingKey, StoredEmbedding> embeddings) {
        embeddings.forEach(entries::putIfAbsent);
    }

    public long count(EmbeddingKey.Modality modality) {
        return entries.keySet().stream()
                .filter(key -> key.modality() == modality)
                .count();
    }
}
