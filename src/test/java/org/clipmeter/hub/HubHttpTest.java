package org.clipmeter.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.clipmeter.net.NetException;
import org.clipmeter.net.Retry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubHttpTest {
    private static final HubRepo B32 = HubRepo.model(HubFixture.B32);

    @TempDir
    private Path scratch;

    @Test
    void goesThroughTheHttpProxy() throws Exception {
        Path root = HubFixture.repositories(scratch.resolve("repositories"));
        try (StandInHub hub = StandInHub.start(root)) {
            HubClient client = HubFixture.client(
                    "http://hub.example", scratch.resolve("cache"), "HTTP_PROXY", "127.0.0.1:" + hub.port());
            HubFile file = client.file(B32, "main", "config.json", DownloadListener.none());
            assertTrue(Files.isRegularFile(file.path()));
            assertEquals("hub.example", hub.requests().get(0).host());
        }
    }

    @Test
    void tunnelsHttpsThroughTheProxyWithoutTheToken() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> request = CompletableFuture.supplyAsync(() -> firstRequest(proxy));
            HubClient client = new HubClient(
                    HubFixture.settings(
                            "https://hub.example",
                            scratch.resolve("cache"),
                            "HTTPS_PROXY",
                            "http://127.0.0.1:" + proxy.getLocalPort()),
                    new Retry(1, HubFixture.QUICK.firstPause(), HubFixture.QUICK.longestPause()));
            NetException failure = assertThrows(
                    NetException.class, () -> client.file(B32, "main", "config.json", DownloadListener.none()));
            String seen = request.get(5, TimeUnit.SECONDS);
            assertTrue(seen.startsWith("CONNECT hub.example:443 "), seen);
            assertFalse(seen.contains(HubFixture.TOKEN));
            assertFalse(failure.getMessage().contains(HubFixture.TOKEN));
        }
    }

    private static String firstRequest(ServerSocket proxy) {
        try (Socket socket = proxy.accept()) {
            InputStream in = socket.getInputStream();
            StringBuilder text = new StringBuilder();
            while (!text.toString().endsWith("\r\n\r\n")) {
                int c = in.read();
                if (c < 0) {
                    break;
                }
                text.append((char) c);
            }
            socket.getOutputStream()
                    .write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return text.toString();
        } catch (java.io.IOException e) {
            return "failed: " + e;
        }
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() throws Exception {
        Path store = scratch.resolve("own.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "own",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.start();
        try {
            String endpoint = "https://localhost:" + server.getAddress().getPort();
            NetException refused =
                    assertThrows(NetException.class, () -> HubFixture.client(endpoint, scratch.resolve("cache"))
                            .file(B32, "main", "config.json", DownloadListener.none()));
            assertEquals(NetException.Reason.REFUSED, refused.reason(), refused.getMessage());
            assertTrue(refused.getMessage().contains("certif"), refused.getMessage());
        } finally {
            server.stop(0);
        }
    }
}
