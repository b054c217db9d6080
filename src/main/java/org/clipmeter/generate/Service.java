package org.clipmeter.generate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.clipmeter.files.StrictJson;
import org.clipmeter.net.EnvironmentProxies;
import org.clipmeter.net.Http;
import org.clipmeter.net.HttpSettings;
import org.clipmeter.net.NetException;
import org.clipmeter.net.Retry;
import org.jspecify.annotations.Nullable;

/** The requests to one service: repeated if it is busy, limited in size and time, and checked. For one thread. */
final class Service {
    /** The most bytes of an answer. An image of 4096 x 4096 pixels as PNG in base64 has about half of that. */
    static final int MOST_BYTES = 64 << 20;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(100);

    /** A complete answer: its type in lower case, or an empty text, and its bytes. */
    @SuppressWarnings("ArrayRecordComponent")
    record Body(URI uri, String type, byte[] bytes) {}

    private final Http http;
    private final Credentials key;
    private final Duration timeout;
    private final Retry retry;
    private final Consumer<String> waiting;
    private final BooleanSupplier cancelled;

    /** @param waiting receives why and for how long the next attempt waits */
    Service(
            GenerateOptions options,
            Map<String, String> env,
            Credentials key,
            Retry retry,
            Consumer<String> waiting,
            BooleanSupplier cancelled) {
        // A key that may go unencrypted to a near host must not go to a proxy instead.
        boolean near = Credentials.isNear(options.endpoint().getHost());
        EnvironmentProxies proxies = EnvironmentProxies.of(near ? Map.of() : env);
        this.http = new Http(new HttpSettings(proxies, CONNECT_TIMEOUT, key.authorization(), null, "the endpoint"));
        this.key = key;
        this.timeout = options.timeout();
        this.retry = retry;
        this.waiting = waiting;
        this.cancelled = cancelled;
    }

    /** An address that ends in a path, which is appended unless the address ends in it already. */
    static URI below(URI endpoint, String path) {
        String base = endpoint.toString().replaceAll("/+$", "");
        return URI.create(base.endsWith(path) ? base : base + path);
    }

    /** Sends JSON and receives JSON. */
    JsonNode post(URI uri, JsonNode body) throws IOException {
        return json(postForBytes(uri, body));
    }

    /** Sends JSON and receives anything. */
    Body postForBytes(URI uri, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Map.of("Content-Type", "application/json", "Accept", "*/*");
        return attempt(new Http.Request("POST", uri, headers, bytes), true);
    }

    /** Receives JSON. */
    JsonNode get(URI uri) throws IOException {
        return json(attempt(new Http.Request("GET", uri, Map.of("Accept", "application/json"), null), true));
    }

    /** Receives the bytes that the service has at an address of its own. */
    byte[] ownImage(URI uri) throws IOException {
        return attempt(new Http.Request("GET", uri, Map.of("Accept", "*/*"), null), true)
                .bytes();
    }

    /**
     * Receives the image that an answer names, without the key.
     *
     * @param address as the service gave it
     * @param service the service, to which an unencrypted address may lead
     */
    byte[] image(@Nullable String address, URI service) throws IOException {
        URI uri;
        try {
            uri = URI.create(String.valueOf(address));
        } catch (IllegalArgumentException e) {
            throw bad("the answer's address of the image is not an address");
        }
        boolean own = String.valueOf(uri.getAuthority()).equalsIgnoreCase(service.getAuthority());
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !(scheme.equals("https") || own && scheme.equals("http"))) {
            throw bad(
                    "the answer's image is at an address that is neither encrypted nor the service's own; ask for the image"
                            + " itself (b64_json)");
        }
        return attempt(new Http.Request("GET", uri, Map.of("Accept", "*/*"), null), false)
                .bytes();
    }

    /** The JSON in an answer, without the key. */
    JsonNode json(Body body) throws GenerateException {
        String text = new String(body.bytes(), StandardCharsets.UTF_8);
        try {
            return key.hide(StrictJson.parse(text, MOST_BYTES));
        } catch (StrictJson.Refused e) {
            String start =
                    text.substring(0, Math.min(text.length(), 200)).strip().toLowerCase(Locale.ROOT);
            boolean page = start.startsWith("<!doctype") || start.startsWith("<html");
            throw bad("the answer of " + Http.shown(body.uri()) + (page ? " is an HTML page" : " is not JSON")
                    + ", expected JSON" + (page ? "; check the path of the endpoint" : ": " + key.hide(e.reason())));
        }
    }

    /** The failure of an answer that lacks what its interface promises. */
    static GenerateException lacks(JsonNode answer, String expected) {
        String said = ServiceFailures.words(answer);
        return bad("the answer lacks " + expected + (said.isEmpty() ? "" : "; it says: " + said));
    }

    private static GenerateException bad(String message) {
        return new GenerateException(GenerateException.Reason.BAD_ANSWER, message);
    }

    /** Waits, unless the work is cancelled meanwhile. */
    void pause(Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        try {
            for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
                check();
                Thread.sleep(Math.max(1, Math.min(POLL.toNanos(), left) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting");
        }
    }

    void check() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("cancelled");
        }
    }

    Duration timeout() {
        return timeout;
    }

    private Body attempt(Http.Request request, boolean authorized) throws IOException {
        for (int failures = 1; ; failures++) {
            check();
            try {
                return once(request, authorized);
            } catch (NetException e) {
                if (e.reason() == NetException.Reason.INTERRUPTED) {
                    throw new CancellationException("interrupted");
                }
                Duration pause = retry.pause(e, failures);
                waiting.accept("attempt " + (failures + 1) + " of " + retry.attempts() + " in "
                        + Math.max(1, pause.toSeconds()) + " s: " + e.getMessage());
                pause(pause);
            }
        }
    }

    private Body once(Http.Request request, boolean authorized) throws IOException {
        Http.Follow follow = authorized ? Http.Follow.SAME_ORIGIN : Http.Follow.ANYWHERE;
        try (Http.Answer answer = http.send(request, authorized, follow, timeout, cancelled)) {
            byte[] bytes = bytes(answer);
            if (answer.status() / 100 != 2) {
                throw ServiceFailures.of(answer, bytes, key);
            }
            String type = key.hide(answer.header("Content-Type").orElse("")).toLowerCase(Locale.ROOT);
            return new Body(answer.uri(), type, bytes);
        }
    }

    private byte[] bytes(Http.Answer answer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long idleSince = System.nanoTime();
        while (true) {
            check();
            List<ByteBuffer> buffers;
            try {
                buffers = answer.body().next(POLL);
            } catch (HttpTimeoutException e) {
                if (System.nanoTime() - idleSince < timeout.toNanos()) {
                    continue;
                }
                throw http.broken(
                        answer.uri(), new HttpTimeoutException("no data arrived for " + timeout.toSeconds() + " s"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            } catch (IOException e) {
                throw http.broken(answer.uri(), e);
            }
            if (buffers == null) {
                return bytes.toByteArray();
            }
            idleSince = System.nanoTime();
            for (ByteBuffer buffer : buffers) {
                if (bytes.size() + buffer.remaining() > MOST_BYTES) {
                    throw bad("the answer has more than " + (MOST_BYTES >> 20) + " MB, and was not read to its end");
                }
                byte[] piece = new byte[buffer.remaining()];
                buffer.get(piece);
                bytes.write(piece, 0, piece.length);
            }
        }
    }
}
