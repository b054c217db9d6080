package org.clipmeter.image;

import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;
import org.jspecify.annotations.Nullable;

/** A picture that can't be scored. The one-line message states what was found. */
public final class ImageException extends ClipmeterException {
    /** The most characters of a file name or value inside a message. */
    public static final int LONGEST_NAME = 160;

    private static final long serialVersionUID = 1;

    /** Why a picture is refused; the lower-case name is the row's status. */
    public enum Reason {
        MISSING,
        DIRECTORY,
        UNREADABLE,
        EMPTY,
        NOT_AN_IMAGE,
        GIT_LFS_POINTER,
        HTML,
        TRUNCATED,
        CORRUPT,
        TOO_LARGE,
        UNSUPPORTED
    }

    private final Reason reason;

    public ImageException(Reason reason, String message) {
        this(reason, message, null);
    }

    public ImageException(Reason reason, String message, @Nullable Throwable cause) {
        super(Kind.UNUSABLE_INPUT, Section.FAILED_ROWS, message, cause);
        this.reason = reason;
    }

    /** Why the picture is refused. */
    public Reason reason() {
        return reason;
    }
}
