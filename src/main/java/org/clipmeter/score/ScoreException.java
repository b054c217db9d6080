package org.clipmeter.score;

/** A run that can't begin: one line that says what was found and what to do next. */
public final class ScoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ScoreException(String message) {
        super(Messages.line(message));
    }

    public ScoreException(String message, Throwable cause) {
        super(Messages.line(message), cause);
    }
}
