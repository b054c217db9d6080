package org.clipmeter;

import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Kind;
import org.jspecify.annotations.Nullable;

/** Prompts can't be had; the message says why in one line. */
public final class PromptsException extends ClipmeterException {
    private static final long serialVersionUID = 1;

    /** Why there are no prompts, for callers that know how their users choose others. */
    public enum Reason {
        /** The network or its server does not answer; a local file and the bundled prompts need neither. */
        UNREACHABLE,
        /** An id column was chosen, but the prompts do not come from a file. */
        NO_FILE,
        /** The file does not have the id column that was chosen. */
        NO_COLUMN,
        /** Anything else. */
        REFUSED
    }

    private final Reason reason;

    PromptsException(Reason reason, String message, @Nullable Throwable cause) {
        super(
                switch (reason) {
                    case UNREACHABLE -> Kind.UNAVAILABLE;
                    case NO_FILE, NO_COLUMN -> Kind.INVALID_REQUEST;
                    case REFUSED -> kindOf(cause, Kind.UNUSABLE_INPUT);
                },
                null,
                message,
                cause);
        this.reason = reason;
    }

    /** Why there are no prompts. */
    public Reason reason() {
        return reason;
    }
}
