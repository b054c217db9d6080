package org.clipmeter.notebook.kernel;

import org.jspecify.annotations.Nullable;

/** Passes the value of a magic to the declaration that a kernel evaluates for it. Public because that declaration names it. */
public final class HandOver {
    private static @Nullable Object value;

    private HandOver() {}

    /** Stores a value for the next {@link #take}. */
    static synchronized void put(Object newValue) {
        value = newValue;
    }

    /** The value that a magic is about to declare as a variable, once; null if there is none. */
    public static synchronized @Nullable Object take() {
        Object taken = value;
        value = null;
        return taken;
    }
}
