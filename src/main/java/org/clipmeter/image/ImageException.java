package org.clipmeter.image;

import java.io.IOException;

/** A picture that can't be scored. The one-line message states what was found. */
public final class ImageException extends IOException {
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
        super(message);
        this.reason = reason;
    }

    public ImageException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why the picture is refused. */
    public Reason reason() {
        return reason;
    }
}
