package org.clipmeter.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.clipmeter.failure.OneLine;
import org.jspecify.annotations.Nullable;

/** Why a file can't be obtained, in one line of at most 500 characters that never contains a token. */
public final class HubException extends IOException {

    /** What went wrong, for callers that react to it. */
    public enum Kind {
        /** The repository does not exist, or is private and there is no login: the Hub does not distinguish these. */
        NOT_FOUND,
        /** The repository's conditions must be accepted first. */
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
        /** The bytes that arrived are not those that were announced. */
        CORRUPT,
        /** A name, a response or a redirect that is not safe to follow. */
        REFUSED,
        /** The cache can't be written. */
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

    /** How long the server asked to wait; empty if it did not. */
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
