package org.clipmeter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.clipmeter.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged tokenizer files are read or refused; none may end, block or exhaust the process, which is a child process.
 */
final class TokenizerFuzzTest {
    private static final int FILES = Integer.getInteger("tokenizer.fuzz", 600);
    private static final int SEED = Integer.getInteger("tokenizer.fuzz.seed", 1);

    @TempDir
    Path folder;

    @Test
    void noDamagedFileEndsTheProcess() throws Exception {
        Path output = folder.resolve("output.txt");
        Process child = ChildJvm.of(TokenizerFuzz.class, List.of("-Xmx512m"), folder, SEED, FILES)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(child.waitFor(60 + FILES / 50, TimeUnit.SECONDS), "still running: one of the files blocks it");
            String said = Files.readString(output, StandardCharsets.UTF_8);
            assertEquals(0, child.exitValue(), said.substring(Math.max(0, said.length() - 3000)));
            System.out.print("damaged tokenizer files: " + said.substring(said.lastIndexOf("read:")));
        } finally {
            child.destroyForcibly();
        }
    }
}
