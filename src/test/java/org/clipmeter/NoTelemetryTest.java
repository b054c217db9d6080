package org.clipmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.clipmeter.pairs.Images;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scoring with the bundled model opens no connection. */
final class NoTelemetryTest {
    @Test
    void aWholeRunOpensNoConnection(@TempDir Path scratch) throws IOException, InterruptedException {
        assertEquals(0, connections(scratch, "score"));
    }

    @Test
    void aConnectionWouldBeSeen(@TempDir Path scratch) throws IOException, InterruptedException {
        assertEquals(1, connections(scratch, "connect"));
    }

    /** Counts the connections of a process. All of them go to our proxy, and host names can't be resolved. */
    private static int connections(Path scratch, String what) throws IOException, InterruptedException {
        AtomicInteger connections = new AtomicInteger();
        Path hosts = Files.writeString(scratch.resolve("hosts"), "127.0.0.1 localhost\n");
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread counter = new Thread(() -> count(proxy, connections));
            counter.setDaemon(true);
            counter.start();
            Path log = scratch.resolve("log");
            String output = ChildJvm.output(
                    ChildJvm.of(
                            NoTelemetryTest.class,
                            List.of(
                                    "-DsocksProxyHost=127.0.0.1",
                                    "-DsocksProxyPort=" + proxy.getLocalPort(),
                                    "-DsocksNonProxyHosts=",
                                    "-Djdk.net.hosts.file=" + hosts),
                            what,
                            scratch),
                    log);
            assertTrue(output.contains("done " + what), output);
            return connections.get();
        }
    }

    private static void count(ServerSocket proxy, AtomicInteger connections) {
        while (!proxy.isClosed()) {
            try {
                proxy.accept().close();
                connections.incrementAndGet();
            } catch (IOException e) {
                return; // the test is over
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("connect")) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("192.0.2.1", 80), 5000);
            } catch (IOException expected) {
                System.out.println(expected.getMessage());
            }
        } else {
            Path pictures = Path.of(arguments[1]).resolve("pictures");
            var prompts =
                    Tifa.load(TifaOptions.defaults().withOrigin(Tifa.SHAPES).withLimit(5));
            Shapes.draw(prompts, pictures);
            try (ClipMeter clip = ClipMeter.load("shapes")) {
                int scored = clip.score(Images.in(pictures), prompts).result().evaluatedCount();
                if (scored != 5) {
                    throw new IllegalStateException("scored " + scored + " of 5");
                }
            }
        }
        System.out.println("done " + arguments[0]);
    }
}
