package org.clipmeter.weights.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeMemoryTest {
    @TempDir
    Path folder;

    private WeightFile file() throws Exception {
        return WeightFile.of(Files.createFile(folder.resolve("model.safetensors")));
    }

    @Test
    void viewsAreDirectLittleEndianAndShareTheMemory() throws Exception {
        try (NativeMemory memory = NativeMemory.allocate(file(), 100)) {
            ByteBuffer all = memory.view(0, 100);
            assertTrue(all.isDirect());
            assertEquals(0, all.alignmentOffset(0, 64));
            all.putInt(40, 0x01020304);
            assertEquals(4, memory.view(40, 4).get(0));
            assertEquals(0, memory.view(100, 0).remaining());
            assertThrows(IndexOutOfBoundsException.class, () -> memory.view(97, 4));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.view(-1, 4));
        }
    }

    @Test
    void mayBeEmpty() throws Exception {
        try (NativeMemory memory = NativeMemory.allocate(file(), 0)) {
            assertEquals(0, memory.view(0, 0).remaining());
        }
    }

    @Test
    void isNotBoundByTheHeap() throws Exception {
        long more = Runtime.getRuntime().maxMemory() + (1 << 20);
        assumeTrue(AvailableMemory.bytes().orElse(0) > more);
        NativeMemory.allocate(file(), more).close(); // memory that is not touched uses nothing
    }

    @Test
    void refusesMoreThanThereIs() throws Exception {
        assumeTrue(AvailableMemory.bytes().isPresent());
        WeightFile file = file();
        String message =
                String.valueOf(assertThrows(WeightsException.class, () -> NativeMemory.allocate(file, 1L << 50))
                        .getMessage());
        assertTrue(
                message.matches(
                        ".*model\\.safetensors: loading it needs 1,125,899,907 MB more of memory outside Java's"
                                + " heap, and [0-9,]+ MB are available; close other programs and kernels, or use a smaller model"),
                message);
    }
}
