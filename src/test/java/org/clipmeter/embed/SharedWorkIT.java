package org.clipmeter.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.clipmeter.ChildJvm;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share a cache file share the work; one that is killed blocks nobody. */
@Timeout(180)
class SharedWorkIT {
    private static final int PICTURES = 1000;
    private static final List<String> FLAGS =
            List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");

    @TempDir
    private Path folder;

    /** Embeds all pictures; prints a line with its first batch, and at the end how many images it has computed. */
    public static final class Run {
        private Run() {}

        public static void main(String[] args) throws IOException {
            FakeTowers encoder = new FakeTowers();
            FakePictures pictures = new FakePictures();
            pictures.whileDecoding = () -> LockSupport.parkNanos(2_000_000);
            Embedder embedder =
                    FakePictures.embedder(encoder, 8, EmbeddingCache.in(Path.of(args[0])), () -> "model", pictures);
            List<Path> files = IntStream.range(0, PICTURES)
                    .mapToObj(i -> Path.of("picture" + i))
                    .toList();
            int done = 0;
            try (ImageEmbeddings images = embedder.images(files, () -> false)) {
                for (List<EmbeddedImage> next = images.next(); !next.isEmpty(); next = images.next()) {
                    if (done == 0) {
                        System.out.println("at work");
                    }
                    done += next.size();
                }
            }
            System.out.println(
                    done + " " + encoder.imageBatches.stream().mapToInt(n -> n).sum());
        }
    }

    private Process start() throws IOException {
        return ChildJvm.of(Run.class, FLAGS, folder)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** How many images a run has computed. */
    private static int computed(Process process) throws IOException, InterruptedException {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("at work", output.readLine());
            String[] last = String.valueOf(output.readLine()).split(" ", -1);
            assertEquals(String.valueOf(PICTURES), last[0]);
            assertEquals(0, process.waitFor());
            return Integer.parseInt(last[1]);
        }
    }

    @Test
    void twoProcessesComputeEachImageOnce() throws IOException, InterruptedException {
        Process first = start();
        Process second = start();
        List<Integer> computed = new ArrayList<>(List.of(computed(first), computed(second)));
        assertEquals(PICTURES, computed.get(0) + computed.get(1), computed.toString());
    }

    @Test
    void aProcessThatIsKilledLeavesItsWorkToTheOther() throws IOException, InterruptedException {
        Process killed = start();
        try (BufferedReader output = killed.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("at work", output.readLine());
            Process other = start();
            killed.destroyForcibly();
            killed.waitFor();
            int computed = computed(other);
            assertFalse(killed.isAlive());
            assertTrue(computed > 0 && computed < PICTURES, "computed " + computed);
        }
    }
}
