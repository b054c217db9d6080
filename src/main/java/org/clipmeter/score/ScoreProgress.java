package org.clipmeter.score;

/** Hears how far a run is; called on the scoring thread, between batches. */
@FunctionalInterface
public interface ScoreProgress {
    /** Hears nothing. */
    ScoreProgress NONE = (done, total, imagesPerSecond) -> {};

    /**
     * A step of the run.
     *
     * @param done pairs finished, scored or failed
     * @param imagesPerSecond since the run began; 0 before the first batch
     */
    void update(int done, int total, double imagesPerSecond);
}
