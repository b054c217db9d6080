package org.clipmeter.score;

/**
 * How to score.
 *
 * @param batchSize images (and texts) encoded at once
 */
public record ScoreOptions(int batchSize, LongPrompts longPrompts) {
    /** Batches of 8, long prompts cut. */
    public static final ScoreOptions DEFAULT = new ScoreOptions(8, LongPrompts.CUT);

    public ScoreOptions {
        if (batchSize < 1 || batchSize > 4096) {
            throw new ScoreException("batch size: expected 1 to 4096, got " + batchSize);
        }
    }
}
