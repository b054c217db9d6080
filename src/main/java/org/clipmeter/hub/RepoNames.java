package org.clipmeter.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.clipmeter.files.MalformedJsonException;
import org.clipmeter.files.PythonJson;
import org.clipmeter.net.Http;
import org.clipmeter.net.NetException;

/** Asks the Hub for the names of a repository's files. */
final class RepoNames {
    private static final int LONGEST_ANSWER = 16 << 20;

    private final Http http;
    private final Duration timeout;

    RepoNames(Http http, Duration timeout) {
        this.http = http;
        this.timeout = timeout;
    }

    /** The names of the files at a revision, sorted. */
    List<String> of(URI address, HubRepo repo, String revision) throws NetException {
        try (Http.Answer answer = http.send("GET", address, Map.of(), true, Http.Follow.SAME_ORIGIN, timeout)) {
            if (answer.status() != 200) {
                throw HubFailures.of(answer, repo, revision, "");
            }
            JsonNode files = PythonJson.parse(body(answer, repo)).root().path("siblings");
            List<String> names = new ArrayList<>();
            for (JsonNode file : files) {
                String name = file.path("rfilename").asText();
                SafeNames.check("file name", name);
                names.add(name);
            }
            if (names.isEmpty()) {
                throw unexpected(repo, "names no file");
            }
            Collections.sort(names);
            return names;
        } catch (MalformedJsonException e) {
            throw unexpected(repo, "is not JSON");
        }
    }

    private byte[] body(Http.Answer answer, HubRepo repo) throws NetException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            for (List<ByteBuffer> next = answer.body().next(timeout);
                    next != null;
                    next = answer.body().next(timeout)) {
                for (ByteBuffer piece : next) {
                    byte[] bytes = new byte[piece.remaining()];
                    piece.get(bytes);
                    body.writeBytes(bytes);
                }
                if (body.size() > LONGEST_ANSWER) {
                    throw unexpected(repo, "has more than " + LONGEST_ANSWER + " bytes");
                }
            }
            return body.toByteArray();
        } catch (InterruptedException e) {
            throw NetException.interrupted(repo.id());
        } catch (NetException e) {
            throw e;
        } catch (IOException e) {
            throw http.broken(answer.uri(), e);
        }
    }

    private static NetException unexpected(HubRepo repo, String what) {
        return new NetException(
                NetException.Reason.REFUSED,
                repo.id() + ": the server's list of files " + what
                        + ", expected the Hub's answer; check that HF_ENDPOINT is the address of a Hub");
    }
}
