package org.clipmeter.score;

/**
 * Receives how far a run is. It is called on the thread that scores, between batches: what it does takes time from the run, and what
 * it throws ends the run.
 */
@FunctionalInterface
public interface ScoreProgress {
    /** Ignores everything. */
    ScoreProgress NONE = step -> {};

    /** Receives a step: the run begins, or a batch is done. */
    void update(ScoreStep step);
}
