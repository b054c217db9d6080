package org.clipmeter.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class HttpTest {
    private final Http http =
            new Http(new HttpSettings(EnvironmentProxies.of(Map.of()), Duration.ofSeconds(1), null, null, "ADDRESS"));

    @Test
    void refusesARedirectThatGivesUpEncryption() throws NetException {
        URI from = URI.create("https://hub.example/a/b");
        for (String location :
                List.of("http://hub.example/a", "file:///etc/passwd", "ftp://x/y", "http://[bad", "mailto:x")) {
            NetException refused = assertThrows(NetException.class, () -> http.target(from, location));
            assertEquals(NetException.Reason.REFUSED, refused.reason());
        }
        assertEquals(URI.create("https://hub.example/c"), http.target(from, "/c"));
        assertEquals(URI.create("https://cdn.example/d"), http.target(from, "https://cdn.example/d"));
        assertEquals(URI.create("https://cdn.example/d"), http.target(from, "//cdn.example/d"));
    }

    @Test
    void tellsOriginsApartBySchemeHostAndPort() {
        URI hub = URI.create("https://hub.example/x");
        assertTrue(Http.sameOrigin(hub, URI.create("https://HUB.example:443/y")));
        assertFalse(Http.sameOrigin(hub, URI.create("https://hub.example:8443/x")));
        assertFalse(Http.sameOrigin(hub, URI.create("http://hub.example:443/x")));
        assertFalse(Http.sameOrigin(hub, URI.create("https://hub.example.evil/x")));
    }

    @Test
    void sendsABodyToItsServerOnly() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        for (HttpServer each : List.of(server, other)) {
            each.createContext("/", exchange -> {
                String path = exchange.getRequestURI().getPath();
                received.add(exchange.getRequestMethod() + " " + path + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                switch (path) {
                    case "/same" -> exchange.getResponseHeaders().set("Location", "/end");
                    case "/elsewhere" ->
                        exchange.getResponseHeaders()
                                .set(
                                        "Location",
                                        "http://127.0.0.1:" + other.getAddress().getPort() + "/end");
                    default -> {}
                }
                exchange.sendResponseHeaders(path.equals("/end") ? 200 : path.equals("/get") ? 303 : 308, -1);
                exchange.close();
            });
            each.start();
        }
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
            for (String path : List.of("/same", "/elsewhere", "/get")) {
                Http.Request request = new Http.Request("POST", URI.create(base + path), Map.of(), body);
                try (Http.Answer answer =
                        http.send(request, true, Http.Follow.ANYWHERE, Duration.ofSeconds(20), () -> false)) {
                    assertEquals(path.equals("/same"), answer.status() == 200, path);
                }
            }
            assertEquals(
                    List.of("POST /same hello", "POST /end hello", "POST /elsewhere hello", "POST /get hello"),
                    received);
        } finally {
            server.stop(0);
            other.stop(0);
        }
    }

    @Test
    void showsNoLoginAndNoQuery() {
        assertEquals(
                "https://host:8/path",
                Http.shown(URI.create("https://user:secret@host:8/path?Signature=secret#secret")));
    }

    @Test
    void obeysTheProxyVariables() {
        EnvironmentProxies proxies = EnvironmentProxies.of(Map.of(
                "https_proxy", "http://proxy.example:3128",
                "NO_PROXY", "internal.example,.corp.example,10.0.0.1:8080"));
        assertEquals(
                3128,
                ((InetSocketAddress) proxy(proxies, "https://huggingface.co/x").address()).getPort());
        for (String direct : List.of(
                "http://huggingface.co/",
                "https://internal.example/",
                "https://a.internal.example/",
                "https://x.corp.example/",
                "https://10.0.0.1:8080/")) {
            assertEquals(Proxy.NO_PROXY, proxy(proxies, direct), direct);
        }
        assertEquals(
                Proxy.Type.HTTP, proxy(proxies, "https://notinternal.example/").type());
        assertEquals(
                Proxy.NO_PROXY,
                proxy(EnvironmentProxies.of(Map.of("ALL_PROXY", "p:1", "NO_PROXY", "*")), "https://a.example/"));
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> EnvironmentProxies.of(Map.of("HTTPS_PROXY", "socks5://user:secret@p:1")));
        assertFalse(refused.getMessage().contains("secret"));
    }

    private static Proxy proxy(EnvironmentProxies proxies, String uri) {
        return proxies.select(URI.create(uri)).get(0);
    }
}
