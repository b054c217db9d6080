package org.clipmeter.embed.cache;

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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.clipmeter.ChildJvm;
import org.clipmeter.embed.EmbeddingKey;
import org.clipmeter.embed.StoredEmbedding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four writing and two reading processes are killed again and again; no embedding whose storage was acknowledged is
 * lost.
 */
class CacheProcessesIT {
    private static final int KILLS = 200;
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

    /**
     * A child process, which works until it is killed: it either saves embeddings, starting from a number, and
     * acknowledges each batch, or it reads. After its first batch it waits for a file to appear, so that all children
     * are at work when the first is killed.
     */
    public static final class Worker {
        private Worker() {}

        public static void main(String[] args) throws InterruptedException {
            EmbeddingCache cache = EmbeddingCache.in(Path.of(args[0]));
            Path start = Path.of(args[1]);
            long first = Long.parseLong(args[3]);
            for (long number = first; ; number += BATCH) {
                if (args[2].equals("write")) {
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
                while (number == first && !Files.exists(start)) {
                    Thread.sleep(5);
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

    /** A running child and the file that receives its output. */
    private record Child(Process process, boolean writes, Path log) {
        /** Waits for its first output, so that a kill hits it in the middle of its work. */
        void awaitFirstLine() throws IOException, InterruptedException {
            while (process.isAlive() && Files.size(log) == 0) {
                Thread.sleep(20);
            }
        }

        /** Its complete lines; the kill may have cut the last line. */
        List<String> lines() throws IOException {
            String text = Files.readString(log, StandardCharsets.UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        }
    }

    private Child start(int index, Path start, long first) throws IOException {
        boolean writes = index < WRITERS;
        Path log = scratch.resolve("log" + first);
        Process process = ChildJvm.of(Worker.class, FLAGS, scratch, start, writes ? "write" : "read", first)
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
            Path start = scratch.resolve("start" + first);
            List<Child> children = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                children.add(start(i, start, first));
                first += APART;
            }
            for (Child child : children) {
                child.awaitFirstLine();
            }
            Files.createFile(start);
            Collections.shuffle(children, random);
            for (Child child : children) {
                Thread.sleep(random.nextInt(40));
                child.process().destroyForcibly();
                kills++;
            }
            for (Child child : children) {
                assertTrue(child.process().waitFor(10, TimeUnit.SECONDS));
                acknowledged.addAll(acknowledged(child));
            }
        }
        assertTrue(acknowledged.size() >= KILLS / 2, acknowledged.size() + " batches");
        assertEquals(List.of(), lost(acknowledged), "lost, of " + acknowledged.size() + " batches");
        try (Connection connection =
                        SqliteDriver.connect(scratch.resolve(CacheFile.NAME), SqliteDriver.Mode.WRITE, Duration.ZERO);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
            assertTrue(row.next());
            assertEquals("ok", row.getString(1));
        }
        System.out.println(kills + " kills, " + acknowledged.size() * BATCH + " acknowledged embeddings, none lost");
    }

    /** The batches that a dead child has acknowledged; a reader acknowledges none. */
    private static List<Long> acknowledged(Child child) throws IOException {
        List<String> lines = child.lines();
        assertFalse(lines.isEmpty(), "a process did nothing");
        String form = child.writes() ? "\\d+" : "found \\d+";
        assertTrue(lines.stream().allMatch(line -> line.matches(form)), () -> String.join("\n", lines));
        return child.writes() ? lines.stream().map(Long::valueOf).toList() : List.of();
    }

    /** The batches with a missing embedding; fails if an embedding differs from what was saved. */
    private List<Long> lost(List<Long> batches) {
        List<Long> lost = new ArrayList<>();
        try (EmbeddingCache cache = EmbeddingCache.in(scratch)) {
            for (int from = 0; from < batches.size(); from += 100) {
                List<Long> some = batches.subList(from, Math.min(batches.size(), from + 100));
                Map<EmbeddingKey, StoredEmbedding> saved = new HashMap<>();
                some.forEach(number -> saved.putAll(Embeddings.range(number, number + BATCH)));
                Map<EmbeddingKey, StoredEmbedding> found = cache.find(saved.keySet());
                Embeddings.check(found);
                some.stream()
                        .filter(number -> !found.keySet()
                                .containsAll(
                                        Embeddings.range(number, number + BATCH).keySet()))
                        .forEach(lost::add);
            }
            assertEquals(List.of(), cache.takeWarnings());
        }
        return lost;
    }
}
