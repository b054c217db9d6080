package org.clipmeter.score;

/** Whether a run uses the store of embeddings. The scores are the same either way. */
public enum Caching {
    /** Stored embeddings are used, and new ones are stored. */
    ON,
    /** All embeddings are computed, and none is stored. */
    OFF
}
