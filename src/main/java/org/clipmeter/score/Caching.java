package org.clipmeter.score;

/** Whether embeddings are kept from one run to the next. */
public enum Caching {
    /** Those that are kept are used, new ones are kept. */
    ON,
    /** All are computed, none is kept. */
    OFF
}
