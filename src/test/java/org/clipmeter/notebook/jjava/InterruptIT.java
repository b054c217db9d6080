package org.clipmeter.notebook.jjava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.notebook.jjava.Kernel.Cell;
import org.clipmeter.notebook.jjava.Kernel.Shown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts a real JJava kernel at any moment, and restarts it. */
class InterruptIT {
    private static final int INTERRUPTS = 200;
    private static final int RESTARTS = 20;
    private static final int COUNT = 60;
    private static final int MANY = 240;
    private static final long SEED = 20;
    private static final String SCORE = "%clip model shapes\n%tifa --source shapes --limit 3\n%clip score images";
    private static final List<String> CELLS = List.of(
            "%clip score images --batch 1 --no-cache",
            "Table t = %clip score images --batch 4 --no-cache",
            "%clip score images",
            "%clip model shapes",
            "%tifa --source shapes --limit 60");

    /**
     * Everything that an interrupted cell may show: where it stopped or, outside of our magics, the kernel's own words.
     */
    private static final Pattern SAID = Pattern.compile(
            "%(clip score|clip model|clip|tifa): cancelled[^\n]*; run the cell again( to continue from there| to start over)?"
                    + "|Evaluation interrupted\\.");

    private static final Pattern CANCELLED =
            Pattern.compile("%clip score: cancelled at ([0-9]+) of [0-9]+ images; run the cell again (.+)");

    /** Far longer than any interrupt takes, even on a busy machine. A cell that takes longer hangs. */
    private static final double HANGS_SECONDS = 60;

    @Test
    void anInterruptAtAnyMomentEndsItsOwnCellOnly(@TempDir Path folder) throws IOException {
        try (Kernel kernel = startWithCache(folder)) {
            prepare(kernel, COUNT);
            Random random = new Random(SEED);
            int threads = 0;
            int ended = 0;
            int counted = 0;
            List<Double> waits = new ArrayList<>();
            for (int i = 0; i < INTERRUPTS; i++) {
                double first = random.nextDouble() * 0.4;
                boolean twice = random.nextInt(5) == 0;
                Cell cell = kernel.runAndInterrupt(
                        CELLS.get(random.nextInt(CELLS.size())),
                        twice ? List.of(first, first + random.nextDouble() * 0.1) : List.of(first));
                if (cell.secondsAfterInterrupt() > 0) {
                    waits.add(cell.secondsAfterInterrupt());
                }
                assertTrue(cell.secondsAfterInterrupt() < HANGS_SECONDS, () -> "at " + first + " s: " + cell);
                Cell next = kernel.run("1 + 1");
                String both = "interrupt " + i + " at " + first + " s: " + cell + next;
                assertEquals("2", next.result(), both);
                assertEquals(1, next.outputs().stream().filter(Shown::own).count(), both);
                assertTrue(
                        Stream.concat(cell.outputs().stream(), next.outputs().stream())
                                .allMatch(shown -> shown.own() || shown.kind().equals("update_display_data")),
                        both);
                List<Shown> errors = cell.outputs().stream()
                        .filter(shown -> shown.kind().equals("error"))
                        .toList();
                assertTrue(
                        errors.stream()
                                .allMatch(error -> SAID.matcher(error.plain()).matches()),
                        both);
                assertTrue(
                        errors.isEmpty()
                                || cell.kept().stream()
                                        .noneMatch(shown -> shown.plain().contains("images/s, ")),
                        "a bar that stands still: " + both);
                ended += errors.size();
                counted += (int) errors.stream()
                        .filter(error -> CANCELLED.matcher(error.plain()).matches())
                        .count();
                if (i == INTERRUPTS / 10) {
                    threads = threads(kernel);
                }
            }
            Collections.sort(waits);
            System.out.printf(
                    Locale.ROOT,
                    "%d of %d cells ended early, %d with their count; after the interrupt median %.2f s, longest %.2f s%n",
                    ended,
                    INTERRUPTS,
                    counted,
                    waits.get(waits.size() / 2),
                    waits.get(waits.size() - 1));
            assertTrue(ended > INTERRUPTS / 10, ended + " cells were interrupted");
            assertTrue(counted > 0, "no cell said how far it came");
            Cell whole = kernel.run("%clip score images");
            assertTrue(whole.kept().get(0).plain().startsWith(COUNT + " of " + COUNT + " images"), whole.toString());
            int after = threads(kernel);
            assertTrue(after <= threads + 4, "threads: " + threads + " at first, then " + after);
        }
    }

    @Test
    void anInterruptedScoringGoesOnFromWhatItHasKept(@TempDir Path folder) throws IOException {
        try (Kernel kernel = startWithCache(folder)) {
            prepare(kernel, MANY);
            Matcher cancelled = interruptScoring(kernel, "%clip score images --batch 1");
            assertEquals("to continue from there", cancelled.group(2));
            int done = Integer.parseInt(cancelled.group(1));
            Cell again = kernel.run("%clip score images --batch 1");
            Matcher finished = Pattern.compile(MANY + " of " + MANY + " images in .*, ([0-9]+) from the cache")
                    .matcher(again.kept().get(0).plain());
            assertTrue(finished.matches(), again.toString());
            int cached = Integer.parseInt(finished.group(1));
            assertTrue(done > 0 && cached >= done && cached < MANY, done + " were done, kept were " + cached);
            assertEquals(
                    "to start over",
                    interruptScoring(kernel, "%clip score images --batch 1 --no-cache")
                            .group(2));
        }
    }

    /** Interrupts a scoring after its first progress. A scoring that ended before the interrupt is run again. */
    private static Matcher interruptScoring(Kernel kernel, String code) throws IOException {
        for (int attempt = 0; attempt < 5; attempt++) {
            kernel.run("%clip cache clear");
            Cell cell = kernel.runAndInterrupt(code, "images/s, ");
            if (cell.outputs().stream().anyMatch(shown -> shown.kind().equals("error"))) {
                Matcher said = CANCELLED.matcher(cell.error());
                assertTrue(said.matches(), cell.toString());
                return said;
            }
        }
        throw new AssertionError("every scoring ended before its interrupt");
    }

    @Test
    void restartsLeaveNothingBehind(@TempDir Path folder) throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Map<String, String> environment = Map.of(
                "JDK_JAVA_OPTIONS",
                "-Djava.io.tmpdir=" + temporary,
                "XDG_CACHE_HOME",
                cache.toString(),
                EmbeddingCache.SETTING,
                cache.resolve("embeddings").toString());
        Set<String> first = new TreeSet<>();
        try (Kernel kernel = Kernel.start(folder, environment)) {
            long processes = kernel.processes();
            kernel.run(draw(3));
            for (int i = 0; i < RESTARTS; i++) {
                Cell cell = kernel.run(i % 5 == 0 ? SCORE : "%tifa --source shapes --limit 3");
                assertTrue(
                        cell.outputs().stream().noneMatch(shown -> shown.kind().equals("error")), cell.toString());
                kernel.restart();
                if (i == 0) {
                    first.addAll(files(cache));
                }
            }
            assertEquals(processes, kernel.processes());
        }
        assertEquals(Set.of(), files(temporary));
        assertEquals(first, files(cache));
    }

    private static Kernel startWithCache(Path folder) throws IOException {
        return Kernel.start(
                folder,
                Map.of(EmbeddingCache.SETTING, folder.resolve("embeddings").toString()));
    }

    private static String draw(int count) {
        return "var drawn = Shapes.draw(Tifa.load(TifaOptions.defaults().withOrigin(\"shapes\").withLimit(" + count
                + ")), java.nio.file.Path.of(\"images\"));";
    }

    private static void prepare(Kernel kernel, int count) throws IOException {
        kernel.run(draw(count));
        kernel.run("%clip model shapes");
        kernel.run("%tifa --source shapes --limit " + count);
        Cell scored = kernel.run("%clip score images");
        assertTrue(scored.kept().get(0).plain().startsWith(count + " of " + count), scored.toString());
    }

    private static int threads(Kernel kernel) throws IOException {
        return Integer.parseInt(kernel.run("Thread.getAllStackTraces().size()").result());
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Set<String> names = new TreeSet<>();
            files.filter(Files::isRegularFile)
                    .forEach(file -> names.add(folder.relativize(file).toString()));
            return names;
        }
    }
}
