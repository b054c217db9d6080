package org.clipmeter.generate;

import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;
import org.jspecify.annotations.Nullable;

/** Why images could not be made, in one line that never contains a key. */
public final class GenerateException extends ClipmeterException {
    private static final long serialVersionUID = 1;

    /** What went wrong, for callers that react to it. */
    public enum Reason {
        /** The folder has images that were made by another request. */
        OTHER_REQUEST,
        /** The folder has images of the same names that this did not make. */
        UNKNOWN_IMAGES,
        /** Another run makes images into the folder. */
        IN_USE,
        /** A key would go unencrypted over the network. */
        KEY_OVER_HTTP,
        /** The service wants a key or a login, or refuses the one it got. */
        UNAUTHORIZED,
        /** The service refuses to draw a prompt because of its content. */
        MODERATED,
        /** The service refuses a request. */
        REFUSED,
        /** The service's answer is not what its interface promises, or has no usable image. */
        BAD_ANSWER,
        /** The service can't be reached, is busy for too long, or fails. */
        UNAVAILABLE
    }

    private final Reason reason;

    GenerateException(Reason reason, String message) {
        this(reason, message, null);
    }

    GenerateException(Reason reason, String message, @Nullable Throwable cause) {
        super(kind(reason), Section.GENERATE, message, cause);
        this.reason = reason;
    }

    /** What went wrong. */
    public Reason reason() {
        return reason;
    }

    /** Whether only one prompt is concerned, so that the next one may succeed. */
    boolean isOfOnePrompt() {
        return reason == Reason.MODERATED || reason == Reason.REFUSED || reason == Reason.BAD_ANSWER;
    }

    private static Kind kind(Reason reason) {
        return switch (reason) {
            case OTHER_REQUEST, UNKNOWN_IMAGES, IN_USE, KEY_OVER_HTTP -> Kind.INVALID_REQUEST;
            case UNAUTHORIZED, MODERATED, REFUSED, BAD_ANSWER, UNAVAILABLE -> Kind.UNAVAILABLE;
        };
    }
}
