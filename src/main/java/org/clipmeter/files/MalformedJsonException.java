package org.clipmeter.files;

import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Kind;

/** Text that is not JSON; the message states what it is and what to do, without the file's name. */
public final class MalformedJsonException extends ClipmeterException {
    private static final long serialVersionUID = 1;

    MalformedJsonException(String message) {
        super(Kind.UNUSABLE_INPUT, null, message, null);
    }

    MalformedJsonException(String message, Throwable cause) {
        super(Kind.UNUSABLE_INPUT, null, message, cause);
    }
}
