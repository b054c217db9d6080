package org.clipmeter.files;

import java.io.IOException;
import org.clipmeter.failure.OneLine;

/** Text that is not JSON; the message says what it is and what to do, and does not name the file. */
public final class MalformedJsonException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedJsonException(String message) {
        super(OneLine.of(message));
    }

    MalformedJsonException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
