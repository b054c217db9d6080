package org.clipmeter.score;

/** Hears how far a run is; called on the scoring thread, between batches. */
@FunctionalInterface
public interface ScoreProgress {
    /** Hears nothing. */
    ScoreProgress NONE = step -> {};

    /** A batch is done, or the run begins. */
    void update(ScoreStep step);
}
