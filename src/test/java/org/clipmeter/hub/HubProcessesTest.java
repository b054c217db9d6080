package org.clipmeter.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.clipmeter.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several processes share one cache, and some are killed; {@code -Dhub.kills=200} for the long run. */
class HubProcessesTest {
    private static final int KILLS = Integer.getInteger("hub.kills", 10);
    private static final int PROCESSES = Integer.getInteger("hub.processes", 4);
    private static final String BIN = "pytorch_model.bin";

    @RegisterExtension
    private final ServedHub served = new ServedHub();

    /** The child process: fetches the model {@code args[2]} from {@code args[0]} into {@code args[1]}. */
    public static final class Fetch {
        private Fetch() {}

        public static void main(String[] args) throws IOException {
            HubSnapshot model = HubFixture.client(args[0], Path.of(args[1]))
                    .model(args[2], null, (file, done, total) -> System.out.println(file + " " + done));
            System.out.println("done " + model.folder());
        }
    }

    private Process fetch() throws IOException {
        return ChildJvm.of(
                        Fetch.class,
                        List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"),
                        served.hub().endpoint(),
                        served.cache(),
                        HubFixture.B32)
                .redirectErrorStream(true)
                .start();
    }

    @Test
    void severalProcessesMakeOneValidBlob() throws Exception {
        served.hub().fault("GET", "/cdn/", 1000, Fault.slow(5));
        List<Process> all = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            all.add(fetch());
        }
        for (Process process : all) {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
        }
        HubFile file = HubFixture.client("http://127.0.0.1:9", served.cache(), "HF_HUB_OFFLINE", "1")
                .file(HubRepo.model(HubFixture.B32), "main", BIN, DownloadListener.none());
        assertArrayEquals(Files.readAllBytes(served.file(BIN)), Files.readAllBytes(file.path()));
        assertEquals(List.of(), HubFixture.damaged(served.cache()));
        try (var blobs = Files.list(served.cache().resolve("models--openai--clip-vit-base-patch32/blobs"))) {
            assertEquals(4, blobs.count(), "one blob for each file and nothing else");
        }
        assertEquals(
                1,
                served.hub().requests().stream()
                        .filter(r -> r.path().startsWith("/cdn/"))
                        .count(),
                "the lock spares the second download");
    }

    @Test
    void aKilledProcessLeavesNoVisibleFileThatIsNotWhole() throws Exception {
        Random random = new Random(7);
        served.hub().fault("GET", "", 100_000, Fault.slow(2));
        int killed = 0;
        for (int i = 0; i < KILLS; i++) {
            Process process = fetch();
            var reader = process.inputReader(StandardCharsets.UTF_8);
            String first = reader.readLine();
            Thread.sleep(random.nextInt(250));
            process.destroyForcibly();
            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
            killed += process.exitValue() == 0 ? 0 : 1;
            assertEquals(List.of(), HubFixture.damaged(served.cache()), "after " + first);
            if (HubFixture.client(served.hub().endpoint(), served.cache()).isCached(HubFixture.B32)) {
                clear(served.cache());
            }
        }
        assertTrue(killed > KILLS / 2, killed + " of " + KILLS + " were killed before they were done");
        HubFixture.client(served.hub().endpoint(), served.cache()).model(HubFixture.B32, null, DownloadListener.none());
        assertEquals(List.of(), HubFixture.damaged(served.cache()));
    }

    private static void clear(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
