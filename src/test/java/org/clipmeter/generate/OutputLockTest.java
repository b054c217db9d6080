package org.clipmeter.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.ChildJvm;
import org.clipmeter.failure.Kind;
import org.clipmeter.prompts.PromptSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run at a time makes images into a folder. */
final class OutputLockTest {
    private static final PromptSet TWO = Trial.prompts("a red cube", "a blue ball");

    @TempDir
    private Path folder;

    /** Holds a folder until it is killed. */
    public static void main(String[] arguments) throws IOException {
        OutputLock lock = OutputLock.take(Path.of(arguments[0]));
        System.out.println("held");
        int end = System.in.read();
        lock.close();
        System.exit(end);
    }

    private void refused() {
        GenerateException refused = assertThrows(GenerateException.class, () -> OutputLock.take(folder));
        assertEquals(GenerateException.Reason.IN_USE, refused.reason());
        assertEquals(Kind.INVALID_REQUEST, refused.kind());
        assertEquals(
                folder + " is in use: another run makes images into it; wait for its end, or choose another folder",
                refused.getMessage());
    }

    @Test
    void aRunOfThisProcessKeepsAnotherOut() throws IOException {
        try (StandInService service = StandInService.webUi()) {
            GenerateOptions options = Trial.options(service.base() + "/sdapi/v1/txt2img");
            List<GenerateException> second = new ArrayList<>();
            service.next((exchange, body) -> {
                second.add(assertThrows(GenerateException.class, () -> Trial.run(TWO, folder, options)));
                StandInService.webUiImage(StandInService.png("x", 8, 8), "sd15").to(exchange, body);
            });
            Trial.run(TWO, folder, options).forEach(Trial::made);
            assertEquals(GenerateException.Reason.IN_USE, second.get(0).reason());
            assertEquals(List.of("a red cube", "a blue ball"), service.prompts());
            assertTrue(Trial.files(folder).stream().noneMatch(name -> name.contains("lock")), "nothing is left behind");
            Trial.run(TWO, folder, options)
                    .forEach(image -> assertTrue(Trial.made(image).kept()));
        }
    }

    @Test
    void aRunOfAnotherProcessKeepsThisOutUntilItIsKilled() throws Exception {
        Process other = ChildJvm.of(OutputLockTest.class, List.of(), folder)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = other.inputReader()) {
            assertEquals("held", said.readLine());
            refused();
            assertEquals(List.of(".clipmeter.lock"), Trial.files(folder));
            other.destroyForcibly().waitFor();
            OutputLock.take(folder).close(); // the file of the killed run is still there
        } finally {
            other.destroyForcibly();
        }
        assertEquals(List.of(), Trial.files(folder));
    }

    @Test
    void theFolderIsFreeAfterTheRun() throws IOException {
        Files.writeString(folder.resolve(".clipmeter.lock"), "of a killed run ".repeat(10));
        try (OutputLock lock = OutputLock.take(folder)) {
            assertTrue(Files.exists(folder.resolve(".clipmeter.lock")), lock::toString);
            refused();
        }
        OutputLock.take(folder).close();
        assertEquals(List.of(), Trial.files(folder));
    }
}
