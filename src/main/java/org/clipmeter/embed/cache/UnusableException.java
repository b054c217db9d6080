package org.clipmeter.embed.cache;

import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;
import org.jspecify.annotations.Nullable;

/** Says in one line why a cache file can't be used, and what to do. */
final class UnusableException extends ClipmeterException {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    private UnusableException(String message, boolean passing, @Nullable Throwable cause) {
        super(Kind.ENVIRONMENT, Section.CACHE, message, cause);
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
