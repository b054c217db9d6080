package org.clipmeter.notebook.jjava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clipmeter.notebook.jjava.Kernel.Cell;
import org.clipmeter.notebook.jjava.Kernel.Shown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts at any moment, and restarts, of a real JJava kernel. */
class InterruptIT {
    private static final int INTERRUPTS = 200;
    private static final int RESTARTS = 20;
    private static final int COUNT = 60;
    private static final long SEED = 20;
    private static final List<String> CELLS = List.of(
            "%clip score images --batch 1",
            "Table t = %clip score images --batch 4",
            "%clip score images",
            "%clip model shapes",
            "%tifa --source shapes --limit 60");

    /** All that an interrupted cell may say: where it stopped, or, outside of our magics, the kernel's own words. */
    private static final Pattern SAID = Pattern.compile(
            "%(clip score|clip model|clip|tifa): cancelled[^\n]*; run the cell again( to go on from there)?"
                    + "|Evaluation interrupted\\.");

    @Test
    void anInterruptAtAnyMomentEndsItsOwnCellOnly(@TempDir Path folder) throws IOException {
        try (Kernel kernel = Kernel.start(folder, Map.of())) {
            prepare(kernel);
            Random random = new Random(SEED);
            int threads = 0;
            int ended = 0;
            double longest = 0;
            for (int i = 0; i < INTERRUPTS; i++) {
                double first = random.nextDouble() * 0.4;
                boolean twice = random.nextInt(5) == 0;
                Cell cell = kernel.runAndInterrupt(
                        CELLS.get(random.nextInt(CELLS.size())),
                        twice ? List.of(first, first + random.nextDouble() * 0.1) : List.of(first));
                longest = Math.max(longest, cell.secondsAfterInterrupt());
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
                if (i == INTERRUPTS / 10) {
                    threads = threads(kernel);
                }
            }
            System.out.printf("%d of %d cells ended; the longest %.2f s after%n", ended, INTERRUPTS, longest);
            assertTrue(ended > INTERRUPTS / 10, ended + " cells were interrupted");
            Cell whole = kernel.run("%clip score images");
            assertTrue(whole.kept().get(0).plain().startsWith(COUNT + " of " + COUNT + " images"), whole.toString());
            int after = threads(kernel);
            assertTrue(after <= threads + 4, "threads: " + threads + " at first, then " + after);
        }
    }

    @Test
    void restartsLeaveNothingBehind(@TempDir Path folder) throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Map<String, String> environment =
                Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary, "XDG_CACHE_HOME", cache.toString());
        Set<String> first = new TreeSet<>();
        try (Kernel kernel = Kernel.start(folder, environment)) {
            long processes = kernel.processes();
            for (int i = 0; i < RESTARTS; i++) {
                kernel.run(i % 5 == 0 ? "%clip model shapes" : "%tifa --source shapes --limit 3");
                if (i == 0) {
                    first.addAll(files(cache));
                }
                kernel.restart();
            }
            assertEquals(processes, kernel.processes());
        }
        assertEquals(Set.of(), files(temporary));
        assertEquals(first, files(cache));
    }

    private static void prepare(Kernel kernel) throws IOException {
        kernel.run("var drawn = Shapes.draw(Tifa.load(TifaOptions.DEFAULT.from(\"shapes\").limitedTo(" + COUNT
                + ")), java.nio.file.Path.of(\"images\"));");
        kernel.run("%clip model shapes");
        kernel.run("%tifa --source shapes --limit " + COUNT);
        Cell scored = kernel.run("%clip score images");
        assertTrue(scored.kept().get(0).plain().startsWith(COUNT + " of " + COUNT), scored.toString());
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
