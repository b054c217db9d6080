package org.clipmeter.weights.file;

import java.io.IOException;
import org.clipmeter.failure.OneLine;

/** A checkpoint that is refused. The one-line message names the file and tensor, and what was expected and found. */
public final class WeightsException extends IOException {
    private static final long serialVersionUID = 1;

    public WeightsException(String message) {
        super(OneLine.of(message));
    }

    public WeightsException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
