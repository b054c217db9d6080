package org.clipmeter.run;

import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Kind;

/** The folder with the images of a metric is not found, or is one of several. */
public final class RunFolderException extends ClipmeterException {
    private static final long serialVersionUID = 1;

    /** Why there is no one folder. */
    public enum Reason {
        /** The output folder has none. */
        NONE,
        /** It has those of several runs. */
        SEVERAL
    }

    private final Reason reason;

    RunFolderException(Reason reason, String message) {
        super(Kind.INVALID_REQUEST, null, message, null);
        this.reason = reason;
    }

    /** Why there is no one folder. */
    public Reason reason() {
        return reason;
    }
}
