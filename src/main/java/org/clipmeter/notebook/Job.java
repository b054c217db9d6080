package org.clipmeter.notebook;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Work on one daemon thread, one job after the other, which an interrupt of the cell asks to stop and never interrupts:
 * an interrupted thread would lose its open files and its connection to the kernel.
 */
final class Job {
    private final ExecutorService worker = Executors.newSingleThreadExecutor(run -> {
        Thread thread = new Thread(run, "clipmeter");
        thread.setDaemon(true);
        return thread;
    });

    /** Something to do, which looks at {@code cancelled} from time to time. */
    interface Work<T> {
        T run(BooleanSupplier cancelled) throws Exception;
    }

    /**
     * Does the work and waits for it.
     *
     * @throws InterruptedException when the cell was interrupted; the work stops by itself soon
     */
    <T> T run(Work<T> work) throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        Future<T> result = worker.submit(() -> work.run(cancelled::get));
        try {
            return result.get();
        } catch (InterruptedException e) {
            cancelled.set(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            throw e;
        }
    }
}
