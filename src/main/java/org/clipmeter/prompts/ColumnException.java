package org.clipmeter.prompts;

import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Kind;

/** A file does not have the column of ids that was asked for; the message says which it has, and does not name the file. */
public final class ColumnException extends ClipmeterException {
    private static final long serialVersionUID = 1;

    ColumnException(String message) {
        super(Kind.INVALID_REQUEST, null, message, null);
    }
}
