package org.clipmeter.notebook;

import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Work on one daemon thread, one job after the other, which an interrupt of the cell asks to stop and never interrupts:
 * an interrupted thread would lose its open files and its connection to the kernel.
 */
final class Job {
    /** How long an interrupted magic waits for its job to end, so that it can say how far it came. */
    private static final long GRACE_MILLIS = 400;

    /** How long a job may wait for the one before it until the cell says so. */
    private static final long PATIENCE_MILLIS = 200;

    private final ExecutorService worker = Executors.newSingleThreadExecutor(run -> {
        Thread thread = new Thread(run, "clipmeter");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<Thread, Turn> turns = new ConcurrentHashMap<>();
    private volatile boolean stopNext;

    /** Something to do, which looks at {@code cancelled} from time to time. */
    interface Work<T> {
        T run(BooleanSupplier cancelled) throws Exception;
    }

    /** The time that one magic runs, on its own thread. */
    final class Turn implements AutoCloseable {
        private final CompletableFuture<Void> stop = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private volatile @Nullable ProgressBar bar;

        private Turn() {}

        /** Whether the magic was asked to stop. */
        boolean stopped() {
            return stop.isDone();
        }

        /**
         * Goes on only where the magic was not asked to stop.
         *
         * @throws CancellationException where it was
         */
        void check() {
            if (stopped()) {
                throw new CancellationException("cancelled");
            }
        }

        @Override
        public void close() {
            turns.remove(Thread.currentThread(), this);
            ended.complete(null);
        }
    }

    /** Begins a magic on this thread; where the kernel has interrupted it by now, the magic is to stop. */
    Turn begin() {
        Turn turn = new Turn();
        turns.put(Thread.currentThread(), turn);
        if (stopNext || Thread.currentThread().isInterrupted()) {
            turn.stop.complete(null);
        }
        return turn;
    }

    /** Whether the next magics are to stop as they begin: the cell was interrupted before it came to them. */
    void stopNext(boolean interrupted) {
        stopNext = interrupted;
    }

    /** Asks every magic that runs to stop; false where there is none that was not asked before. */
    boolean stop() {
        boolean any = false;
        for (Turn turn : turns.values()) {
            any |= turn.stop.complete(null);
        }
        return any;
    }

    /** Ends the bars of magics that were asked to stop, while their cells can still show it. */
    void endBars() {
        for (Turn turn : turns.values()) {
            ProgressBar bar = turn.bar;
            if (turn.stopped() && bar != null) {
                bar.cancelled();
            }
        }
    }

    /** Waits until no magic runs that was asked to stop; false after that time. */
    boolean awaitStopped(long millis) throws InterruptedException {
        CompletableFuture<?>[] ends = turns.values().stream()
                .filter(Turn::stopped)
                .map(turn -> turn.ended)
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    /**
     * Does the work and waits for it; the bar says so while another job is still at work.
     *
     * @throws CancellationException when the cell was interrupted, with how far it came; what was in the model's hands
     *     then ends by itself soon
     */
    <T> T run(ProgressBar bar, Work<T> work) throws Exception {
        Turn known = turns.get(Thread.currentThread());
        Turn turn = known == null ? new Turn() : known;
        turn.bar = bar;
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Future<T> result = worker.submit(() -> {
            begun.complete(null);
            if (turn.stopped()) {
                throw new CancellationException();
            }
            return work.run(turn::stopped);
        });
        CompletableFuture<Void> over = new CompletableFuture<>();
        worker.execute(() -> over.complete(null));
        try {
            if (!within(PATIENCE_MILLIS, CompletableFuture.anyOf(begun, turn.stop))) {
                bar.note("waiting for the work of an earlier cell to end");
            }
            CompletableFuture.anyOf(over, turn.stop).get();
            return turn.stopped() ? result.get(GRACE_MILLIS, TimeUnit.MILLISECONDS) : result.get();
        } catch (InterruptedException | TimeoutException e) {
            turn.stop.complete(null);
            throw new CancellationException(bar.cancelled());
        } catch (ExecutionException e) {
            if (turn.stopped()) {
                throw new CancellationException(bar.cancelled());
            }
            bar.failed();
            if (e.getCause() instanceof Error fault) {
                throw fault;
            }
            throw e.getCause() instanceof Exception failure ? failure : e;
        }
    }

    private static boolean within(long millis, CompletableFuture<?> event)
            throws InterruptedException, ExecutionException {
        try {
            event.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
