package org.clipmeter.embed.cache;

import org.jspecify.annotations.Nullable;

/** Says in one line why a cache file can't be used and, if the user can help it, what to do. */
final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    private UnusableException(String message, boolean passing, @Nullable Throwable cause) {
        super(message, cause);
        this.passing = passing;
    }

    /** For a reason that lasts as long as this process runs. */
    static UnusableException lasting(String message, @Nullable Throwable cause) {
        return new UnusableException(message, false, cause);
    }

    /** For a reason that may be gone after a while. */
    static UnusableException passing(String message, @Nullable Throwable cause) {
        return new UnusableException(message, true, cause);
    }

    /** Whether a later attempt may succeed. */
    boolean passing() {
        return passing;
    }
}
