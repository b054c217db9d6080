package org.clipmeter.pairs;

import org.clipmeter.failure.OneLine;

/** A run can't begin, since images are not found or not joined: one line that says what was found and what to do next. */
public final class PairingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A run that can't begin; the message is made safe to print on one line. */
    public PairingException(String message) {
        super(OneLine.of(message));
    }

    /** A run that can't begin, with the failure behind it. */
    public PairingException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
