package org.clipmeter.hub;

import java.util.Optional;
import org.clipmeter.net.Http;
import org.clipmeter.net.NetException;

/**
 * What the Hub reports about a file before it is downloaded.
 *
 * @param commit the 40-digit commit that the revision stands for
 * @param etag the hash that names its bytes: 64 digits of sha256 or 40 of git's sha1
 * @param size its length in bytes
 */
record FileMetadata(String commit, String etag, long size) {

    /** Reads the response to a HEAD request, and refuses values that could not be a name in the cache. */
    static FileMetadata of(Http.Answer answer, String what) throws NetException {
        String commit = answer.header("X-Repo-Commit").orElse("");
        if (!SafeNames.isCommit(commit)) {
            throw refused(what, "the commit \"" + commit + "\"", "40 hexadecimal digits in X-Repo-Commit");
        }
        String etag =
                answer.header("X-Linked-Etag").or(() -> answer.header("ETag")).orElse("");
        String bare = etag.startsWith("W/") ? etag.substring(2) : etag;
        if (bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        if (!SafeNames.isEtag(bare)) {
            throw refused(what, "the ETag \"" + bare + "\"", "40 or 64 hexadecimal digits");
        }
        boolean redirect = answer.status() / 100 == 3;
        String size = answer.header("X-Linked-Size")
                .or(() -> redirect ? Optional.empty() : answer.header("Content-Length"))
                .orElse("");
        if (!size.matches("[0-9]{1,18}")) {
            throw refused(what, "the size \"" + size + "\"", "a number of bytes");
        }
        return new FileMetadata(commit, bare, Long.parseLong(size));
    }

    private static NetException refused(String what, String found, String expected) {
        String cut = found.length() > 100 ? found.substring(0, 100) + "…" : found;
        return new NetException(
                NetException.Reason.REFUSED,
                what + ": the server sent " + cut + ", expected " + expected
                        + "; nothing was written; check that HF_ENDPOINT is the address of a Hub");
    }
}
