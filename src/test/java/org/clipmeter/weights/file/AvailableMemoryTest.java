package org.clipmeter.weights.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class AvailableMemoryTest {
    private static final String SYSTEM = """
            MemTotal:       24000000 kB
            MemFree:         1000000 kB
            MemAvailable:    8000000 kB
            SwapTotal:       2000000 kB
            SwapFree:        1500000 kB
            """;
    private static final String PROCESS = "VmRSS:\t  900000 kB\nRssAnon:\t  700000 kB\n";

    @Test
    void countsWhatTheSystemCanGive() {
        assertEquals(OptionalLong.of(9_500_000L * 1024), AvailableMemory.bytes(SYSTEM, PROCESS, 24_000_000L * 1024));
    }

    @Test
    void countsWhatAContainerLeaves() {
        assertEquals(OptionalLong.of(1_300_000L * 1024), AvailableMemory.bytes(SYSTEM, PROCESS, 2_000_000L * 1024));
        assertEquals(OptionalLong.of(0), AvailableMemory.bytes(SYSTEM, PROCESS, 1));
    }

    @Test
    void isUnknownWithoutTheSystemsFigures() {
        assertEquals(OptionalLong.empty(), AvailableMemory.bytes("", PROCESS, 1));
    }
}
