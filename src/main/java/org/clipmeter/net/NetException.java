package org.clipmeter.net;

import java.time.Duration;
import java.util.Optional;
import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;
import org.jspecify.annotations.Nullable;

/** Why a file can't be obtained, in one line of at most 500 characters that never contains a token. */
public final class NetException extends ClipmeterException {

    /** What went wrong, for callers that react to it. */
    public enum Reason {
        /** The id is not valid on the Hub. */
        INVALID_ID,
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

    private final Reason reason;
    private final transient @Nullable Duration retryAfter;

    public NetException(Reason reason, String message) {
        this(reason, message, null, null);
    }

    public NetException(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, cause, null);
    }

    public NetException(Reason reason, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(kind(reason), Section.HUB, message, cause);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** What went wrong. */
    public Reason reason() {
        return reason;
    }

    private static Kind kind(Reason reason) {
        return switch (reason) {
            case INVALID_ID, NOT_FOUND, REVISION_NOT_FOUND, ENTRY_NOT_FOUND -> Kind.INVALID_REQUEST;
            case GATED, UNAUTHORIZED, RATE_LIMITED, SERVER, NETWORK, OFFLINE, CORRUPT, REFUSED -> Kind.UNAVAILABLE;
            case CACHE_READ_ONLY, DISK_FULL -> Kind.ENVIRONMENT;
            case INTERRUPTED -> Kind.STOPPED;
        };
    }

    /** How long the server asked to wait; empty if it did not. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether the same request may succeed later. */
    public boolean passing() {
        return reason == Reason.NETWORK || reason == Reason.SERVER || reason == Reason.RATE_LIMITED;
    }

    /** The failure of an interrupted thread, whose flag it sets again. */
    public static NetException interrupted(String what) {
        Thread.currentThread().interrupt();
        return new NetException(
                Reason.INTERRUPTED, what + ": interrupted; nothing was added to the cache; run it again to continue");
    }
}
