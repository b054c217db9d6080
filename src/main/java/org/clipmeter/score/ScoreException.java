package org.clipmeter.score;

import org.clipmeter.message.OneLine;

/** A run that can't begin: one line that says what was found and what to do next. */
public final class ScoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ScoreException(String message) {
        super(OneLine.of(message));
    }

    public ScoreException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
