package org.clipmeter.hub;

import org.clipmeter.net.Http;
import org.clipmeter.net.HttpFailures;
import org.clipmeter.net.NetException;

/** Turns the Hub's answer that is not a success into an error that states what to do. */
final class HubFailures {
    private HubFailures() {}

    /** The error for a request for a file of a repository. */
    static NetException of(Http.Answer answer, HubRepo repo, String revision, String path) {
        String code = answer.header("X-Error-Code").orElse("");
        String page = Http.shown(answer.uri().resolve("/" + repo.urlPath()));
        int status = answer.status();
        if (code.equals("GatedRepo")) {
            return new NetException(
                    NetException.Reason.GATED,
                    repo.id() + " is gated (HTTP " + status + "): accept its conditions at " + page
                            + ", then set HF_TOKEN to a token of that account");
        }
        if (code.equals("RevisionNotFound")) {
            return new NetException(
                    NetException.Reason.REVISION_NOT_FOUND,
                    repo.id() + " has no revision \"" + revision + "\" (HTTP " + status
                            + "); its branches and tags are listed at " + page + "/tree/main");
        }
        if (code.equals("EntryNotFound")) {
            return new NetException(
                    NetException.Reason.ENTRY_NOT_FOUND,
                    repo.id() + " has no file \"" + path + "\" at revision " + revision + " (HTTP " + status
                            + "); its files are listed at " + page + "/tree/main");
        }
        if (code.equals("RepoNotFound") || status == 404) {
            return new NetException(
                    NetException.Reason.NOT_FOUND,
                    repo.id() + " was not found (HTTP " + status + "): it does not exist, or is private and you are"
                            + " not logged in; check " + page + " in a browser, or set HF_TOKEN");
        }
        if (status == 401) {
            return new NetException(
                    NetException.Reason.UNAUTHORIZED,
                    repo.id()
                            + " was refused (HTTP 401): it does not exist, is private, or you are not logged in; check the id, or"
                            + " set HF_TOKEN to a valid token");
        }
        if (status == 403) {
            return new NetException(
                    NetException.Reason.UNAUTHORIZED,
                    repo.id()
                            + " is forbidden (HTTP 403) for this token, or without a token; set HF_TOKEN to a token that"
                            + " may read it");
        }
        return HttpFailures.of(answer, repo.id() + "/" + path);
    }
}
