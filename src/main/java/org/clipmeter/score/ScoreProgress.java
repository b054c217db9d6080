package org.clipmeter.score;

/**
 * Receives how far a run is. It is called on the thread that scores, between batches: what it does takes time from the run, and what
 * it throws ends the run.
 */
@FunctionalInterface
public interface ScoreProgress {
    /** Receives a step: the run begins, or a batch is done. */
    void update(ScoreStep step);

    /** A listener that does nothing. */
    static ScoreProgress none() {
        return step -> {};
    }
}
