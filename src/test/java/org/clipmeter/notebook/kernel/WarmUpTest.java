package org.clipmeter.notebook.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WarmUpTest {
    @Test
    void theNativeLibrariesAreLoadedOnThreadsThatEndAndKeepNoProcessAlive() throws Exception {
        List<Thread> threads = WarmUp.start();
        for (Thread thread : threads) {
            assertTrue(thread.isDaemon(), thread.getName());
            thread.join(120_000);
            assertFalse(thread.isAlive(), thread.getName());
        }
        assertEquals(2, threads.size());
        Path maps = Path.of("/proc/self/maps");
        if (Files.isReadable(maps)) {
            String loaded = Files.readString(maps);
            assertTrue(loaded.contains("libtorch_cpu"), "torch is not loaded");
            assertTrue(loaded.contains("libtokenizers"), "the tokenizer is not loaded");
        }
    }
}
