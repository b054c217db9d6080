package org.clipmeter.score;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.clipmeter.failure.Failure;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;

/** A run that was stopped between two batches. */
public final class ScoreCancelledException extends CancellationException implements Failure {
    private static final long serialVersionUID = 1;

    private final int done;
    private final int total;

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

    public int total() {
        return total;
    }
}
