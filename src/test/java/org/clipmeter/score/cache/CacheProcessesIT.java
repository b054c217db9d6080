package org.clipmeter.score.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
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

    /** A running child and what it has acknowledged. */
    private record Child(Process process, boolean writes, BufferedReader output) {
        /** Waits for its first words: only then is a kill one in the midst of its work. */
        List<String> firstLine() throws IOException {
            List<String> lines = new ArrayList<>();
            String line = output.readLine();
            if (line != null) {
                lines.add(line);
            }
            return lines;
        }
    }

    private Child start(int index, long first) throws IOException {
        boolean writes = index < WRITERS;
        Process process = ChildJvm.start(Worker.class, FLAGS, scratch, writes ? "write" : "read", first);
        return new Child(process, writes, process.inputReader(StandardCharsets.UTF_8));
    }

    @Test
    void killedProcessesLoseNothingThatWasAcknowledged() throws Exception {
        Random random = new Random(39);
        TreeSet<Long> acknowledged = new TreeSet<>();
        int kills = 0;
        long first = 0;
        while (kills < KILLS) {
            List<Child> children = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                children.add(start(i, first));
                first += APART;
            }
            List<List<String>> lines = new ArrayList<>();
            for (Child child : children) {
                lines.add(child.firstLine());
            }
            for (int i = 0; i < PROCESSES; i++) {
                Thread.sleep(random.nextInt(15));
                children.get(i).process().destroyForcibly();
                kills++;
            }
            for (int i = 0; i < PROCESSES; i++) {
                Child child = children.get(i);
                assertTrue(child.process().waitFor(10, TimeUnit.SECONDS));
                child.output().lines().forEach(lines.get(i)::add);
                assertTrue(!lines.get(i).isEmpty(), "a process did nothing");
                for (String line : lines.get(i)) {
                    if (child.writes() && line.matches("\\d+")) {
                        acknowledged.add(Long.parseLong(line));
                    } else if (!child.writes()) {
                        assertTrue(line.matches("f(o(u(n(d( \\d*)?)?)?)?)?"), String.join("\n", lines.get(i)));
                    }
                }
                // The last line may be cut by the kill, anything else is a complaint.
                String last = lines.get(i).get(lines.get(i).size() - 1);
                assertTrue(last.matches("(found )?\\d*|f(o(u(nd?)?)?)?"), String.join("\n", lines.get(i)));
            }
        }
        assertTrue(acknowledged.size() >= KILLS / 2, acknowledged.size() + " batches");
        // A number that the kill has cut short names a batch that may not be there.
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
