package org.clipmeter.files;

import java.io.IOException;
import org.clipmeter.failure.OneLine;

/** Text that is not JSON; the message states what it is and what to do, without the file's name. */
public final class MalformedJsonException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedJsonException(String message) {
        super(OneLine.of(message));
    }

    MalformedJsonException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
