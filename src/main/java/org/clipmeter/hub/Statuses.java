package org.clipmeter.hub;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Turns a status that is not a success into an error that states what to do. */
final class Statuses {
    private Statuses() {}

    /** The error for a request for a file of a repository. */
    static HubException ofHub(HubHttp.Answer answer, HubRepo repo, String revision, String path) {
        String code = answer.header("X-Error-Code").orElse("");
        String page = HubHttp.shown(answer.uri().resolve("/" + repo.urlPath()));
        int status = answer.status();
        if (code.equals("GatedRepo")) {
            return new HubException(
                    HubException.Reason.GATED,
                    repo.id() + " is gated (HTTP " + status + "): accept its conditions at " + page
                            + ", then set HF_TOKEN to a token of that account");
        }
        if (code.equals("RevisionNotFound")) {
            return new HubException(
                    HubException.Reason.REVISION_NOT_FOUND,
                    repo.id() + " has no revision \"" + revision + "\" (HTTP " + status
                            + "); its branches and tags are listed at " + page + "/tree/main");
        }
        if (code.equals("EntryNotFound")) {
            return new HubException(
                    HubException.Reason.ENTRY_NOT_FOUND,
                    repo.id() + " has no file \"" + path + "\" at revision " + revision + " (HTTP " + status
                            + "); its files are listed at " + page + "/tree/main");
        }
        if (code.equals("RepoNotFound") || status == 404) {
            return new HubException(
                    HubException.Reason.NOT_FOUND,
                    repo.id() + " was not found (HTTP " + status + "): it does not exist, or is private and you are"
                            + " not logged in; check " + page + " in a browser, or set HF_TOKEN");
        }
        if (status == 401) {
            return new HubException(
                    HubException.Reason.UNAUTHORIZED,
                    repo.id()
                            + " was refused (HTTP 401): it does not exist, is private, or you are not logged in; check the id, or"
                            + " set HF_TOKEN to a valid token");
        }
        if (status == 403) {
            return new HubException(
                    HubException.Reason.UNAUTHORIZED,
                    repo.id()
                            + " is forbidden (HTTP 403) for this token, or without a token; set HF_TOKEN to a token that"
                            + " may read it");
        }
        return ofAny(answer, repo.id() + "/" + path);
    }

    /** The error for any request. */
    static HubException ofAny(HubHttp.Answer answer, String what) {
        int status = answer.status();
        String from = what + ", from " + answer.uri().getHost();
        Duration after = retryAfter(answer);
        if (status == 429) {
            return new HubException(
                    HubException.Reason.RATE_LIMITED,
                    from + ": too many requests (HTTP 429)"
                            + (after == null ? "" : ", wait " + after.toSeconds() + " s")
                            + "; try again later, or log in with HF_TOKEN",
                    null,
                    after);
        }
        if (status >= 500 || status == 408) {
            return new HubException(
                    HubException.Reason.SERVER,
                    from + ": the server failed (HTTP " + status + "); try again later",
                    null,
                    after);
        }
        if (status == 407) {
            return new HubException(
                    HubException.Reason.REFUSED,
                    from
                            + ": the proxy asks for a login (HTTP 407); put the login into HTTPS_PROXY as http://user:password@host"
                            + " and start Java with -Djdk.http.auth.tunneling.disabledSchemes=");
        }
        if (status == 404 || status == 410) {
            return new HubException(
                    HubException.Reason.NOT_FOUND, from + ": not found (HTTP " + status + "); check the address");
        }
        if (status == 401 || status == 403) {
            return new HubException(
                    HubException.Reason.UNAUTHORIZED, from + ": not allowed (HTTP " + status + "); check the address");
        }
        return new HubException(
                HubException.Reason.REFUSED, from + ": unexpected answer (HTTP " + status + "); check the address");
    }

    private static @Nullable Duration retryAfter(HubHttp.Answer answer) {
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
