package org.clipmeter.notebook.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Passes values between a magic and the Java code that a kernel evaluates for it. Public because that code names it.
 */
public final class HandOver {
    private static @Nullable Object value;

    private HandOver() {}

    /** Stores a value for the next {@link #take}. */
    public static synchronized void put(@Nullable Object newValue) {
        value = newValue;
    }

    /** The value that was stored last, once; null if there is none. */
    public static synchronized @Nullable Object take() {
        Object taken = value;
        value = null;
        return taken;
    }
}
