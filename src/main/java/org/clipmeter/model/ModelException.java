package org.clipmeter.model;

import java.io.IOException;
import org.clipmeter.failure.OneLine;

/**
 * A model that can't be used as requested. The one-line message names the file or setting, what was expected and found,
 * and the next step.
 */
public final class ModelException extends IOException {
    private static final long serialVersionUID = 1;

    /** A model that can't be used; the message is made safe to print on one line. */
    public ModelException(String message) {
        super(OneLine.of(message));
    }

    /** A model that can't be used, with the failure behind it. */
    public ModelException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
