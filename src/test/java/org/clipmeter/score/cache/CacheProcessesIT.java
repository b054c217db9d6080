package org.clipmeter.score.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.clipmeter.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four processes that write and two that read, killed over and over: nothing that was acknowledged is lost. */
class CacheProcessesIT {
    private static final int KILLS = Integer.getInteger("cache.kills", 200);
    private static final int WRITERS = 4;
    private static final int PROCESSES = 6;
    private static final long BATCH = 8;
    private static final long APART = 1_000_000;
    private static final List<String> FLAGS = List.of(
            "-Xmx64m",
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED");

    @TempDir
    private Path scratch;

    /** The child: saves embeddings from a number on for ever and acknowledges each batch, or reads all for ever. */
    public static final class Worker {
        private Worker() {}

        public static void main(String[] args) {
            EmbeddingCache cache = EmbeddingCache.in(Path.of(args[0]));
            long first = Long.parseLong(args[2]);
            for (long number = first; ; number += BATCH) {
                if (args[1].equals("write")) {
                    cache.save(Embeddings.range(number, number + BATCH));
                    complain(cache);
                    System.out.println(number);
                } else {
                    long from = (number - first) % 64;
                    int found = Embeddings.check(
                            cache.find(Embeddings.range(from, from + BATCH).keySet()));
                    complain(cache);
                    System.out.println("found " + found);
                }
            }
        }

        private static void complain(EmbeddingCache cache) {
            List<String> warnings = cache.takeWarnings();
            if (!warnings.isEmpty()) {
                throw new IllegalStateException(warnings.toString());
            }
        }
    }

    /** A running child and the file that its words go to. */
    private record Child(Process process, boolean writes, Path log) {
        /** Waits for its first words: only then is a kill one in the midst of its work. */
        void awaitFirstLine() throws IOException, InterruptedException {
            while (process.isAlive() && Files.size(log) == 0) {
                Thread.sleep(5);
            }
        }

        /** Its whole lines; the kill may have cut the last one. */
        List<String> lines() throws IOException {
            String text = Files.readString(log, StandardCharsets.UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        }
    }

    private Child start(int index, long first) throws IOException {
        boolean writes = index < WRITERS;
        Path log = scratch.resolve("log" + first);
        Process process = ChildJvm.of(Worker.class, FLAGS, scratch, writes ? "write" : "read", first)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Child(process, writes, log);
    }

    @Test
    void killedProcessesLoseNothingThatWasAcknowledged() throws Exception {
        Random random = new Random(39);
        List<Long> acknowledged = new ArrayList<>();
        int kills = 0;
        long first = 0;
        while (kills < KILLS) {
            List<Child> children = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                children.add(start(i, first));
                first += APART;
            }
            for (Child child : children) {
                child.awaitFirstLine();
            }
            for (Child child : children) {
                Thread.sleep(random.nextInt(15));
                child.process().destroyForcibly();
                kills++;
            }
            for (Child child : children) {
                assertTrue(child.process().waitFor(10, TimeUnit.SECONDS));
                List<String> lines = child.lines();
                assertFalse(lines.isEmpty(), "a process did nothing");
                String form = child.writes() ? "\\d+" : "found \\d+";
                assertTrue(lines.stream().allMatch(line -> line.matches(form)), () -> String.join("\n", lines));
                if (child.writes()) {
                    lines.forEach(line -> acknowledged.add(Long.parseLong(line)));
                }
            }
        }
        assertTrue(acknowledged.size() >= KILLS / 2, acknowledged.size() + " batches");
        try (EmbeddingCache cache = EmbeddingCache.in(scratch)) {
            for (long number : acknowledged) {
                assertEquals(
                        BATCH,
                        Embeddings.check(cache.find(
                                Embeddings.range(number, number + BATCH).keySet())),
                        "batch " + number);
            }
            assertEquals(List.of(), cache.takeWarnings());
        }
        try (Connection connection =
                        SqliteDriver.connect(scratch.resolve(CacheFile.NAME), SqliteDriver.Mode.WRITE, Duration.ZERO);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
            assertTrue(row.next());
            assertEquals("ok", row.getString(1));
        }
        System.out.println(kills + " kills, " + acknowledged.size() * BATCH + " acknowledged embeddings, none lost");
    }
}
