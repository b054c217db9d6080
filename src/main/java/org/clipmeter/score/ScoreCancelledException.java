package org.clipmeter.score;

import java.util.concurrent.CancellationException;

/** A run that was stopped between two batches. */
public final class ScoreCancelledException extends CancellationException {
    private static final long serialVersionUID = 1;

    private final int done;
    private final int total;

    public ScoreCancelledException(int done, int total) {
        super("cancelled at " + done + " of " + total);
        this.done = done;
        this.total = total;
    }

    /** Pairs finished before the stop. */
    public int done() {
        return done;
    }

    public int total() {
        return total;
    }
}
