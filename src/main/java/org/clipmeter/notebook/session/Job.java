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
 * Work on one daemon thread, one job after the other, which an interrupt of the cell asks to stop and never interrupts:
 * an interrupted thread would lose its open files and its connection to the kernel.
 */
public final class Job {
    /** How long an interrupted magic waits for its job to end, so that it can say how far it came. */
    private static final long GRACE_MILLIS = 400;

    /** How long a job may wait for the one before it until the cell says so. */
    private static final long PATIENCE_MILLIS = 200;

    private final ExecutorService worker = Executors.newSingleThreadExecutor(run -> {
        Thread thread = new Thread(run, "clipmeter");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<Thread, MagicExecution> executions = new ConcurrentHashMap<>();
    private volatile boolean stopNext;

    /** Something to do, which looks at {@code cancelled} from time to time. */
    public interface Work<T> {
        T run(BooleanSupplier cancelled) throws Exception;
    }

    /** Begins a magic on this thread; where the kernel has interrupted it by now, the magic is to stop. */
    public MagicExecution begin() {
        Thread thread = Thread.currentThread();
        MagicExecution execution = new MagicExecution(ended -> executions.remove(thread, ended));
        executions.put(thread, execution);
        if (stopNext || thread.isInterrupted()) {
            execution.requestStop();
        }
        return execution;
    }

    /** Whether the next magics are to stop as they begin: the cell was interrupted before it came to them. */
    public void stopNext(boolean interrupted) {
        stopNext = interrupted;
    }

    /** Asks every magic that runs to stop; false where there is none that was not asked before. */
    public boolean stop() {
        boolean any = false;
        for (MagicExecution execution : executions.values()) {
            any |= execution.requestStop();
        }
        return any;
    }

    /** Ends the bars of magics that were asked to stop, while their cells can still show it. */
    public void endBars() {
        executions.values().forEach(MagicExecution::endBar);
    }

    /** Waits until no magic runs that was asked to stop; false after that time. */
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

    /**
     * Does the work and waits for it; the bar says so while another job is still at work.
     *
     * @throws CancellationException when the cell was interrupted, with how far it came; what was in the model's hands
     *     then ends by itself soon
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
                bar.note("waiting for the work of an earlier cell to end");
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
