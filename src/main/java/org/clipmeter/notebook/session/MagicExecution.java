package org.clipmeter.notebook.session;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.clipmeter.notebook.view.ProgressBar;
import org.jspecify.annotations.Nullable;

/** A running magic, which has its own thread. Any thread may ask it to stop. */
public final class MagicExecution implements AutoCloseable {
    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Consumer<MagicExecution> whenClosed;
    private volatile @Nullable ProgressBar bar;

    /**
     * Begins an execution.
     *
     * @param whenClosed receives this execution when the magic has ended
     */
    MagicExecution(Consumer<MagicExecution> whenClosed) {
        this.whenClosed = whenClosed;
    }

    /** Whether the magic was asked to stop. */
    boolean stopped() {
        return stop.isDone();
    }

    /**
     * Checks that the magic was not asked to stop.
     *
     * @throws CancellationException if it was
     */
    public void check() {
        if (stopped()) {
            throw new CancellationException("cancelled");
        }
    }

    @Override
    public void close() {
        whenClosed.accept(this);
        ended.complete(null);
    }

    /** Asks the magic to stop; returns false if it was already asked. */
    boolean requestStop() {
        return stop.complete(null);
    }

    /** Completes as soon as the magic is asked to stop. */
    CompletableFuture<Void> stopRequest() {
        return stop;
    }

    /** Completes as soon as the magic has ended. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** Sets the bar that shows this magic's progress from now on. */
    void shows(ProgressBar progress) {
        bar = progress;
    }

    /** Ends the bar of a magic that was asked to stop, before the kernel ends the cell without the magic's own line. */
    void endBar() {
        ProgressBar shown = bar;
        if (stopped() && shown != null) {
            shown.cutOff();
        }
    }
}
