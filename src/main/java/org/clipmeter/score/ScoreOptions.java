package org.clipmeter.score;

/**
 * How to score. None of it but {@code longPrompts} changes a score.
 *
 * @param batchSize the most images that are encoded at once, {@link #AUTO} for as many as suit the model; fewer if
 *     the heap or the machine's memory is small
 */
public record ScoreOptions(int batchSize, LongPrompts longPrompts, Caching caching) {
    /** The batch size that suits the model. */
    public static final int AUTO = 0;

    /** Batches that suit the model, long prompts cut, embeddings kept. */
    public static final ScoreOptions DEFAULT = new ScoreOptions(AUTO, LongPrompts.CUT, Caching.ON);

    public ScoreOptions {
        if (batchSize < AUTO || batchSize > 4096) {
            throw new ScoreException("batch size: expected 1 to 4096, got " + batchSize);
        }
    }

    /** Options for embeddings that are kept. */
    public ScoreOptions(int batchSize, LongPrompts longPrompts) {
        this(batchSize, longPrompts, Caching.ON);
    }
}
