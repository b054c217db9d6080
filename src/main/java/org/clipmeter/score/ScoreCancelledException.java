package org.clipmeter.score;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.clipmeter.failure.Failure;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;

/**
 * A run was stopped between two batches. What it had embedded until then is in the store, so that the next run of the same images
 * goes on from there.
 */
public final class ScoreCancelledException extends CancellationException implements Failure {
    private static final long serialVersionUID = 1;

    private final int done;
    private final int total;

    /** A run that was stopped after {@code done} of {@code total} pairs. */
    public ScoreCancelledException(int done, int total) {
        this.done = done;
        this.total = total;
    }

    @Override
    public String getMessage() {
        return "cancelled at " + done + " of " + total;
    }

    @Override
    public Kind kind() {
        return Kind.STOPPED;
    }

    @Override
    public Optional<Section> section() {
        return Optional.of(Section.INTERRUPT);
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
