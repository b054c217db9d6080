package org.clipmeter.model;

import java.io.IOException;
import org.clipmeter.failure.OneLine;

/** A model that can't be used as asked: one line that says which file or setting, expected and found, and what next. */
public final class ModelException extends IOException {
    private static final long serialVersionUID = 1;

    public ModelException(String message) {
        super(OneLine.of(message));
    }

    public ModelException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
