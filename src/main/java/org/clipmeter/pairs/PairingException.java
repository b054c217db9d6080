package org.clipmeter.pairs;

import org.clipmeter.failure.OneLine;

/** A run that can't begin: one line that says what was found and what to do next. */
public final class PairingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PairingException(String message) {
        super(OneLine.of(message));
    }

    public PairingException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
