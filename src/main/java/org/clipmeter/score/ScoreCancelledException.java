package org.clipmeter.score;

import java.util.concurrent.CancellationException;

/**
 * A run was stopped between two batches. What it had embedded until then is in the store, so that the next run of the same images
 * goes on from there.
 */
public final class ScoreCancelledException extends CancellationException {
    private static final long serialVersionUID = 1;

    private final int done;
    private final int total;

    /** A run that was stopped after {@code done} of {@code total} pairs. */
    public ScoreCancelledException(int done, int total) {
        super("cancelled at " + done + " of " + total);
        this.done = done;
        this.total = total;
    }

    /** Pairs finished before the stop. */
    public int done() {
        return done;
    }

    /** All pairs of the run. */
    public int total() {
        return total;
    }
}
