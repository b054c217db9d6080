package org.clipmeter.net;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Turns a status that is not a success into an error that states what to do. */
public final class HttpFailures {
    private HttpFailures() {}

    /** The error for any request. */
    public static NetException of(Http.Answer answer, String what) {
        int status = answer.status();
        String from = what + ", from " + answer.uri().getHost();
        Duration after = retryAfter(answer);
        if (status == 429) {
            return new NetException(
                    NetException.Reason.RATE_LIMITED,
                    from + ": too many requests (HTTP 429)"
                            + (after == null ? "" : ", wait " + after.toSeconds() + " s")
                            + "; try again later, or log in with HF_TOKEN",
                    null,
                    after);
        }
        if (status >= 500 || status == 408) {
            return new NetException(
                    NetException.Reason.SERVER,
                    from + ": the server failed (HTTP " + status + "); try again later",
                    null,
                    after);
        }
        if (status == 407) {
            return new NetException(
                    NetException.Reason.REFUSED,
                    from
                            + ": the proxy asks for a login (HTTP 407); put the login into HTTPS_PROXY as http://user:password@host"
                            + " and start Java with -Djdk.http.auth.tunneling.disabledSchemes=");
        }
        if (status == 404 || status == 410) {
            return new NetException(
                    NetException.Reason.NOT_FOUND, from + ": not found (HTTP " + status + "); check the address");
        }
        if (status == 401 || status == 403) {
            return new NetException(
                    NetException.Reason.UNAUTHORIZED, from + ": not allowed (HTTP " + status + "); check the address");
        }
        return new NetException(
                NetException.Reason.REFUSED, from + ": unexpected answer (HTTP " + status + "); check the address");
    }

    /** How long a server asks to wait, in seconds or until a date; null if it does not. */
    public static @Nullable Duration retryAfter(Http.Answer answer) {
        String text = answer.header("Retry-After").orElse("").strip();
        if (text.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant when = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration left = Duration.between(Instant.now(), when);
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
