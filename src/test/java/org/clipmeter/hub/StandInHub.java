package org.clipmeter.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Hub on the loopback interface that answers like the real one, and misbehaves on request.
 *
 * <p>Models are in {@code <root>/<org>/<name>/…}, data sets in {@code <root>/datasets/<org>/<name>/…}, and a further
 * revision of either in {@code <name>@<revision>} with '_' for '/'. Large files redirect to the "CDN", which is the
 * same server under another host name.
 */
public final class StandInHub implements AutoCloseable {
    private static final Pattern RESOLVE = Pattern.compile("/(datasets/)?(.+?)/resolve/([^/]+)/(.+)");
    private static final Pattern API =
            Pattern.compile("/api/(models|datasets)/(.+?)(?:/(revision|tree)/([^/]+))?(?:/)?");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One request as it was received. */
    public record Request(String method, String host, String path, Headers headers) {}

    private record Rule(String method, String part, Fault fault, AtomicInteger left) {}

    private final HttpServer server;
    private final StandInFiles files;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Rule> rules = new ArrayList<>();

    private StandInHub(HttpServer server, StandInFiles files) {
        this.server = server;
        this.files = files;
    }

    /** Serves a folder of repositories on a free port. */
    public static StandInHub start(Path root) throws IOException {
        return start(root, 0);
    }

    public static StandInHub start(Path root, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        StandInHub hub = new StandInHub(server, new StandInFiles(root));
        server.createContext("/", hub::handle);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "stand-in-hub");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
        return hub;
    }

    /** {@code StandInHub <port> <folder>}: serves until it is killed and prints its address. */
    public static void main(String[] args) throws Exception {
        StandInHub hub = start(Path.of(args[1]), Integer.parseInt(args[0]));
        System.out.println(hub.endpoint());
        System.out.flush();
        Thread.currentThread().join();
    }

    /** The server's address, for {@code HF_ENDPOINT}. */
    public String endpoint() {
        return "http://127.0.0.1:" + port();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Applies the fault to the next {@code times} requests with this method whose path contains the part. */
    public StandInHub fault(String method, String part, int times, Fault fault) {
        synchronized (rules) {
            rules.add(new Rule(method, part, fault, new AtomicInteger(times)));
        }
        return this;
    }

    /** All requests so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public void forget() {
        requests.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        Headers sent = new Headers();
        sent.putAll(exchange.getRequestHeaders());
        String host = String.valueOf(sent.getFirst("Host"));
        requests.add(new Request(exchange.getRequestMethod(), host, path, sent));
        try (exchange) {
            Fault fault = next(exchange.getRequestMethod(), path);
            if (fault.status() != 0) {
                fault.headers().forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(fault.status(), -1);
                return;
            }
            Matcher resolve = RESOLVE.matcher(path);
            Matcher api = API.matcher(path);
            if (path.startsWith("/cdn/")) {
                cdn(exchange, path, fault);
            } else if (path.startsWith("/plain/")) {
                Path file = files.root().resolve(decoded(path.substring(1)));
                body(exchange, file, files.of(file).etag(), fault);
            } else if (resolve.matches()) {
                resolve(exchange, resolve, fault);
            } else if (api.matches()) {
                api(exchange, api);
            } else {
                error(exchange, 404, "RepoNotFound", null);
            }
        }
    }

    private Fault next(String method, String path) {
        synchronized (rules) {
            for (Rule rule : rules) {
                if (rule.left().get() > 0 && rule.method().equals(method) && path.contains(rule.part())) {
                    rule.left().decrementAndGet();
                    return rule.fault();
                }
            }
            return Fault.NONE;
        }
    }

    private void resolve(HttpExchange exchange, Matcher url, Fault fault) throws IOException {
        String id = (url.group(1) == null ? "" : url.group(1)) + url.group(2);
        String revision = decoded(url.group(3));
        String name = decoded(url.group(4));
        if (!files.exists(id)) {
            error(exchange, 401, "RepoNotFound", null);
            return;
        }
        Path folder = files.folder(id, revision);
        if (folder == null) {
            error(exchange, 404, "RevisionNotFound", null);
            return;
        }
        String commit = files.commit(folder);
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
            error(exchange, 404, "EntryNotFound", commit);
            return;
        }
        StandInFiles.Entry entry = files.of(file);
        Headers headers = exchange.getResponseHeaders();
        headers.set("X-Repo-Commit", commit);
        headers.set("Accept-Ranges", "bytes");
        if (entry.lfs()) {
            headers.set("X-Linked-Etag", "\"" + entry.etag() + "\"");
            headers.set("X-Linked-Size", Long.toString(entry.size()));
            headers.set("ETag", "\"" + commit + "-redirect\"");
            String at = files.root().relativize(file).toString().replace('\\', '/');
            headers.set("Location", "http://localhost:" + port() + "/cdn/" + at + "?Signature=secret-of-the-cdn");
            if (exchange.getRequestMethod().equals("HEAD")) {
                fault.headers().forEach(headers::set);
            }
            exchange.sendResponseHeaders(302, -1);
            return;
        }
        body(exchange, file, "W/\"" + entry.etag() + "\"", fault);
    }

    private void cdn(HttpExchange exchange, String path, Fault fault) throws IOException {
        if (exchange.getRequestHeaders().containsKey("Authorization")) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        Path file = files.root().resolve(decoded(path.substring("/cdn/".length())));
        body(exchange, file, "\"cdn-" + files.of(file).etag() + "\"", fault);
    }

    private void body(HttpExchange exchange, Path file, String etag, Fault fault) throws IOException {
        Headers asked = exchange.getRequestHeaders();
        Headers headers = exchange.getResponseHeaders();
        long size = Files.size(file);
        long from = 0;
        headers.set("ETag", etag.startsWith("\"") || etag.startsWith("W/") ? etag : "\"" + etag + "\"");
        headers.set("Content-Type", "application/octet-stream");
        String current = headers.getFirst("ETag");
        fault.headers().forEach(headers::set);
        if (current.equals(asked.getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        String range = asked.getFirst("Range");
        String condition = asked.getFirst("If-Range");
        if (range != null && !fault.rangeIgnored() && (condition == null || condition.equals(current))) {
            from = Long.parseLong(range.replaceAll("bytes=([0-9]+)-.*", "$1"));
            if (from >= size) {
                headers.set("Content-Range", "bytes */" + size);
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            headers.set("Content-Range", "bytes " + from + "-" + (size - 1) + "/" + size);
        }
        int status = from > 0 ? 206 : 200;
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.putIfAbsent("Content-Length", List.of(Long.toString(size)));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        long length = size - from + fault.lengthChange();
        exchange.sendResponseHeaders(status, fault.chunked() ? 0 : length);
        write(exchange, file, from, length, fault);
    }

    private static void write(HttpExchange exchange, Path file, long from, long length, Fault fault)
            throws IOException {
        byte[] block = new byte[fault.equals(Fault.NONE) ? 1 << 16 : 4096];
        long done = 0;
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(from);
            OutputStream out = exchange.getResponseBody();
            while (done < length) {
                int read = in.readNBytes(block, 0, (int) Math.min(block.length, length - done));
                int n = read > 0 ? read : (int) Math.min(block.length, length - done);
                if (fault.flipped() && done == 0) {
                    block[0] ^= 1;
                }
                if (fault.dropAfter() >= 0 && done + n > fault.dropAfter()) {
                    out.write(block, 0, (int) (fault.dropAfter() - done));
                    out.flush();
                    return;
                }
                if (fault.stallMillis() > 0 && done + n >= length / 2) {
                    out.flush();
                    Thread.sleep(fault.stallMillis());
                }
                out.write(block, 0, n);
                done += n;
                if (fault.blockMillis() > 0) {
                    out.flush();
                    Thread.sleep(fault.blockMillis());
                }
            }
            out.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void api(HttpExchange exchange, Matcher url) throws IOException {
        String id = (url.group(1).equals("models") ? "" : "datasets/") + url.group(2);
        String revision = url.group(4) == null ? "main" : decoded(url.group(4));
        Path folder = files.exists(id) ? files.folder(id, revision) : null;
        if (folder == null) {
            error(exchange, files.exists(id) ? 404 : 401, files.exists(id) ? "RevisionNotFound" : "RepoNotFound", null);
            return;
        }
        byte[] json = JSON.writeValueAsBytes(
                "tree".equals(url.group(3))
                        ? files.tree(folder)
                        : Map.of(
                                "id", url.group(2),
                                "modelId", url.group(2),
                                "sha", files.commit(folder),
                                "private", false,
                                "tags", List.of(),
                                "siblings", files.siblings(folder)));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, json.length);
        exchange.getResponseBody().write(json);
    }

    private static void error(HttpExchange exchange, int status, String code, @Nullable String commit)
            throws IOException {
        exchange.getResponseHeaders().set("X-Error-Code", code);
        if (commit != null) {
            exchange.getResponseHeaders().set("X-Repo-Commit", commit);
        }
        exchange.sendResponseHeaders(status, -1);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
