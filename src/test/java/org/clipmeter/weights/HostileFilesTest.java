package org.clipmeter.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.clipmeter.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileFilesTest {
    @TempDir
    Path folder;

    private record Outcome(String name, long milliseconds, String text) {}

    private List<Outcome> openInChild(Path root, String heap) throws IOException, InterruptedException {
        Path log = folder.resolve("child.log");
        Process child = ChildJvm.of(HostileFiles.class, List.of(heap), root)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = child.waitFor(120, TimeUnit.SECONDS);
        child.destroyForcibly();
        String output = Files.readString(log, StandardCharsets.UTF_8);
        assertTrue(ended && child.exitValue() == 0, output);
        List<Outcome> outcomes = output.lines()
                .map(line -> line.split("\t", 3))
                .map(parts -> new Outcome(parts[0], Long.parseLong(parts[1]), parts[2]))
                .toList();
        try (Stream<Path> folders = Files.list(root)) {
            assertEquals(folders.count(), outcomes.size(), output);
        }
        outcomes.forEach(outcome -> assertTrue(outcome.text().startsWith("refused "), outcome::toString));
        return outcomes;
    }

    @Test
    void refusesHostilePicklesWithinASecondAt256Megabytes() throws IOException, InterruptedException {
        Path root = folder.resolve("pickles");
        HostileFiles.writePickles(root);
        List<Outcome> outcomes = openInChild(root, "-Xmx256m");
        outcomes.forEach(outcome -> assertTrue(outcome.milliseconds() < 1000, outcome::toString));
        System.out.println("slowest hostile pickle: "
                + outcomes.stream().mapToLong(Outcome::milliseconds).max().orElseThrow() + " ms");
    }

    @Test
    void refusesHostileHeadersAt64Megabytes() throws IOException, InterruptedException {
        Path root = folder.resolve("headers");
        HostileFiles.writeHeaders(root);
        System.out.println("slowest hostile header: "
                + openInChild(root, "-Xmx64m").stream()
                        .mapToLong(Outcome::milliseconds)
                        .max()
                        .orElseThrow()
                + " ms");
    }
}
