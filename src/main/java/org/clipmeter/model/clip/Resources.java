package org.clipmeter.model.clip;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is open, to be closed in the reverse order of its opening. For one thread at a time. */
final class Resources implements AutoCloseable {
    private final Deque<Runnable> closings = new ArrayDeque<>();

    /** Takes note of how something is closed that was just opened. */
    void onClose(Runnable closing) {
        closings.push(closing);
    }

    /** Closes everything, once; what fails to close keeps none of the others open. */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!closings.isEmpty()) {
            try {
                closings.pop().run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
