package org.clipmeter.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.clipmeter.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run at a time writes into a folder. */
final class OutputLockTest {
    @TempDir
    private Path folder;

    /** Holds a folder until it is killed. */
    public static void main(String[] arguments) throws IOException {
        OutputLock lock = taken(Path.of(arguments[0]));
        System.out.println("held");
        int end = System.in.read();
        lock.close();
        System.exit(end);
    }

    private static OutputLock taken(Path folder) throws IOException {
        return Objects.requireNonNull(OutputLock.take(folder), "the folder is in use");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void aRunOfAnotherProcessKeepsThisOutUntilItIsKilled() throws Exception {
        Process other = ChildJvm.of(OutputLockTest.class, List.of(), folder)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = other.inputReader()) {
            assertEquals("held", said.readLine());
            assertNull(OutputLock.take(folder));
            assertEquals(List.of(".clipmeter.lock"), files());
            other.destroyForcibly().waitFor();
            taken(folder).close(); // the file of the killed run is still there
        } finally {
            other.destroyForcibly();
        }
        assertEquals(List.of(), files());
    }

    @Test
    void theFolderIsFreeAfterTheRun() throws IOException {
        Files.writeString(folder.resolve(".clipmeter.lock"), "of a killed run ".repeat(10));
        try (OutputLock lock = taken(folder)) {
            assertTrue(Files.exists(folder.resolve(".clipmeter.lock")), lock::toString);
            assertNull(OutputLock.take(folder));
        }
        taken(folder).close();
        assertEquals(List.of(), files());
    }
}
