package org.clipmeter.model.transformer;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Opens something on a separate thread while its caller opens something else. */
final class BackgroundLoad<T> {
    private final FutureTask<T> task;

    private BackgroundLoad(FutureTask<T> task) {
        this.task = task;
    }

    /** Starts to open it, on a thread that does not keep the process alive. */
    static <T> BackgroundLoad<T> of(String thread, Callable<T> opening) {
        FutureTask<T> task = new FutureTask<>(opening);
        Thread worker = new Thread(task, thread);
        worker.setDaemon(true);
        worker.start();
        return new BackgroundLoad<>(task);
    }

    /**
     * Waits for it, even on an interrupt, since the loading of a native library can't be abandoned halfway.
     *
     * @throws IOException if opening it failed with one; unchecked exceptions and errors are rethrown too
     */
    T opened() throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure; // such as lack of memory, or a library that can't be linked
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
