package org.clipmeter.files;

import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Kind;
import org.jspecify.annotations.Nullable;

/** Text that is not JSON; the message states what it is and what to do, without the file's name. */
public final class MalformedJsonException extends ClipmeterException {
    private static final long serialVersionUID = 1;

    private final String reason;

    /**
     * @param reason what the text is, such as "is not valid JSON (it ends too early)."
     * @param advice what to do about a file, with the space or the mark before it; may be empty
     */
    MalformedJsonException(String reason, String advice, @Nullable Throwable cause) {
        super(Kind.UNUSABLE_INPUT, null, reason + advice, cause);
        this.reason = reason;
    }

    /** The message without the advice, which is about files that were downloaded. */
    public String reason() {
        return reason;
    }
}
