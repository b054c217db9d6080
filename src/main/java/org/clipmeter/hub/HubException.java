package org.clipmeter.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.clipmeter.failure.OneLine;
import org.jspecify.annotations.Nullable;

/** Why a file could not be had, in one line of at most 500 characters that never holds a token. */
public final class HubException extends IOException {

    /** What went wrong, for callers that decide by it. */
    public enum Kind {
        /** No such repository, or a private one without a login: the Hub does not tell them apart. */
        NOT_FOUND,
        /** The repository asks for its conditions to be accepted first. */
        GATED,
        /** The token is missing, wrong, or not allowed. */
        UNAUTHORIZED,
        /** The repository has no such branch, tag or commit. */
        REVISION_NOT_FOUND,
        /** The repository has no such file at the revision. */
        ENTRY_NOT_FOUND,
        /** Too many requests. */
        RATE_LIMITED,
        /** The server failed (5xx). */
        SERVER,
        /** The server was not reached, or the connection broke. */
        NETWORK,
        /** The file is not in the cache and the network is switched off. */
        OFFLINE,
        /** Other bytes arrived than were announced. */
        CORRUPT,
        /** A name, an answer or a redirect that is not safe to follow. */
        REFUSED,
        /** The cache cannot be written. */
        CACHE_READ_ONLY,
        /** The file does not fit on the disk. */
        DISK_FULL,
        /** The calling thread was interrupted; its interrupt flag is set again. */
        INTERRUPTED
    }

    private final Kind kind;
    private final transient @Nullable Duration retryAfter;

    HubException(Kind kind, String message) {
        this(kind, message, null, null);
    }

    HubException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, cause, null);
    }

    HubException(Kind kind, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(OneLine.of(message), cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** How long the server asked to wait, if it said so. */
    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether the same request may succeed later. */
    boolean passing() {
        return kind == Kind.NETWORK || kind == Kind.SERVER || kind == Kind.RATE_LIMITED;
    }

    static HubException interrupted(String what) {
        Thread.currentThread().interrupt();
        return new HubException(
                Kind.INTERRUPTED, what + ": interrupted; nothing was added to the cache; run it again to go on");
    }
}
