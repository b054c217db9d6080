package org.clipmeter.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.clipmeter.text.ClipTokenizer;

/** A tokenizer that is opened on a thread of its own, while the weights are: its files take as long to read. */
final class OpeningTokenizer implements AutoCloseable {
    private final FutureTask<ClipTokenizer> opening;

    OpeningTokenizer(Path folder, int maxLength) {
        opening = new FutureTask<>(() -> ClipTokenizer.open(folder, maxLength));
        Thread thread = new Thread(opening, "clipmeter-tokenizer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for the tokenizer. */
    ClipTokenizer opened() throws IOException {
        try {
            return get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Closes the tokenizer as soon as it is open. */
    @Override
    public void close() {
        try {
            get().close();
        } catch (ExecutionException e) {
            return; // it never opened
        }
    }

    /** An interrupt waits too: a native library can't be left half-way. */
    private ClipTokenizer get() throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return opening.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
