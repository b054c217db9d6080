package org.clipmeter.notebook.session;

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
import org.clipmeter.notebook.view.ProgressBar;

/**
 * Runs jobs on one daemon thread, one after the other. An interrupt of the cell asks a job to stop but never interrupts
 * the thread, which would lose its open files and its connection to the kernel.
 */
public final class Job {
    /** How long an interrupted magic waits for its job to end, so that it can report how far the job got. */
    private static final long GRACE_MILLIS = 400;

    /** How long a job may wait for an earlier job, or run, before the cell says so. */
    private static final long PATIENCE_MILLIS = 200;

    private final ExecutorService worker = Executors.newSingleThreadExecutor(run -> {
        Thread thread = new Thread(run, "clipmeter");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<Thread, MagicExecution> executions = new ConcurrentHashMap<>();
    private volatile boolean stopNext;

    /** A job, which checks {@code cancelled} from time to time. */
    public interface Work<T> {
        T run(BooleanSupplier cancelled) throws Exception;
    }

    /** Begins a magic on this thread. If the kernel has already interrupted the thread, the magic is asked to stop. */
    public MagicExecution begin() {
        Thread thread = Thread.currentThread();
        MagicExecution execution = new MagicExecution(ended -> executions.remove(thread, ended));
        executions.put(thread, execution);
        if (stopNext || thread.isInterrupted()) {
            execution.requestStop();
        }
        return execution;
    }

    /**
     * Sets whether the next magics stop as soon as they begin, because the cell was interrupted before it reached them.
     */
    public void stopNext(boolean interrupted) {
        stopNext = interrupted;
    }

    /** Asks the running magics to stop. Returns false if none is running or all were already asked. */
    public boolean stop() {
        boolean any = false;
        for (MagicExecution execution : executions.values()) {
            any |= execution.requestStop();
        }
        return any;
    }

    /** Ends the progress bars of magics that were asked to stop, while their cells can still show it. */
    public void endBars() {
        executions.values().forEach(MagicExecution::endBar);
    }

    /** Waits until all magics that were asked to stop have ended; returns false if the time runs out. */
    public boolean awaitStopped(long millis) throws InterruptedException {
        CompletableFuture<?>[] ends = executions.values().stream()
                .filter(MagicExecution::stopped)
                .map(MagicExecution::ended)
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    /** Jobs of one magic. */
    public interface OfMagic {
        /**
         * Does the work as {@link Job#run} does.
         *
         * @throws NotebookError if the cell was interrupted; it says how far the work got
         */
        <T> T run(ProgressBar bar, Work<T> work) throws Exception;
    }

    /**
     * Jobs of a magic, whose interruption becomes the error that its user sees.
     *
     * @param magic what the user has run, such as {@code %clip score}
     * @param outcome the effect of running the cell again, as in {@link NotebookError#cancelled}
     */
    public OfMagic of(String magic, String outcome) {
        return new OfMagic() {
            @Override
            public <T> T run(ProgressBar bar, Work<T> work) throws Exception {
                try {
                    return Job.this.run(bar, work);
                } catch (CancellationException e) {
                    throw NotebookError.cancelled(magic, e, outcome);
                }
            }
        };
    }

    /**
     * Does the work and waits for it. If another job is still running, the bar says so.
     *
     * @throws CancellationException if the cell was interrupted; its message says how far the work got. A batch that
     *     the model is computing ends by itself soon after
     */
    public <T> T run(ProgressBar bar, Work<T> work) throws Exception {
        MagicExecution known = executions.get(Thread.currentThread());
        MagicExecution execution = known == null ? new MagicExecution(ended -> {}) : known;
        execution.shows(bar);
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Future<T> result = worker.submit(() -> {
            begun.complete(null);
            if (execution.stopped()) {
                throw new CancellationException();
            }
            return work.run(execution::stopped);
        });
        CompletableFuture<Void> over = new CompletableFuture<>();
        worker.execute(() -> over.complete(null));
        try {
            if (!within(PATIENCE_MILLIS, CompletableFuture.anyOf(begun, execution.stopRequest()))) {
                bar.slow();
                bar.note("waiting for the work of an earlier cell to end");
            } else if (!within(PATIENCE_MILLIS, CompletableFuture.anyOf(over, execution.stopRequest()))) {
                bar.slow();
            }
            CompletableFuture.anyOf(over, execution.stopRequest()).get();
            return execution.stopped() ? result.get(GRACE_MILLIS, TimeUnit.MILLISECONDS) : result.get();
        } catch (InterruptedException | TimeoutException e) {
            execution.requestStop();
            throw new CancellationException(bar.cancelled());
        } catch (ExecutionException e) {
            if (execution.stopped()) {
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
