package org.clipmeter.notebook.command;

import org.clipmeter.failure.ClipmeterException;

/** A failure of the library with the option of a magic that changes it; the library itself knows no magics. */
final class AdvisedException extends ClipmeterException {
    private static final long serialVersionUID = 1;

    /** @param advice what is added to the message, such as {@code " (--source FILE)"}; may be empty */
    AdvisedException(ClipmeterException failure, String advice) {
        super(failure.kind(), failure.section().orElse(null), failure.getMessage() + advice, failure);
    }
}
