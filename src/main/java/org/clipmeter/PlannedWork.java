package org.clipmeter;

import java.util.List;

/**
 * What a plan finds in the embedding cache, and what is left to compute.
 *
 * @param cached for each pair: {@code yes}, {@code no}, {@code unreadable} or {@code off}
 * @param imagesToCompute distinct images without a stored embedding
 * @param texts distinct texts
 * @param textsStored how many of them have a stored embedding; -1 if only the model's tokenizer can tell
 * @param tooLong how many of them have more tokens than the model reads; -1 if only the model's tokenizer can tell
 * @param byName whether stored embeddings were found by the model's name alone
 */
record PlannedWork(List<String> cached, int imagesToCompute, int texts, int textsStored, int tooLong, boolean byName) {
    static final String YES = "yes";
    static final String NO = "no";
    static final String UNREADABLE = "unreadable";
    static final String OFF = "off";

    PlannedWork {
        cached = List.copyOf(cached);
    }

    int imagesStored() {
        return count(YES);
    }

    int unreadable() {
        return count(UNREADABLE);
    }

    boolean cacheIsOff() {
        return cached.contains(OFF);
    }

    private int count(String state) {
        return (int) cached.stream().filter(state::equals).count();
    }
}
