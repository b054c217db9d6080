package org.clipmeter.model.transformer;

import java.util.ArrayDeque;
import java.util.Deque;

/** Open resources, which are closed in the reverse order of their opening. For use by one thread at a time. */
public final class Resources implements AutoCloseable {
    private final Deque<Runnable> closings = new ArrayDeque<>();

    /** Registers how to close something that was just opened. */
    public void onClose(Runnable closing) {
        closings.push(closing);
    }

    /** Closes everything, once. If closing one resource fails, the others are still closed. */
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
