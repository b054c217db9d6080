package org.clipmeter.engine;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadAheadTest {
    @TempDir
    private Path folder;

    @Test
    void mappedBytesAreInMemoryAfterwardsAndOthersAreLeftAlone() throws Exception {
        MappedByteBuffer mapped = mapped(1 << 20);
        try (ReadAhead readAhead =
                new ReadAhead(List.of(ByteBuffer.allocate(8), ByteBuffer.allocateDirect(8), mapped))) {
            assertTimeoutPreemptively(Duration.ofMinutes(1), readAhead::await);
        }
        assertTrue(mapped.isLoaded());
    }

    @Test
    void itEndsAfterItsClose() throws Exception {
        ReadAhead readAhead = new ReadAhead(List.of(mapped(1 << 20), mapped(1 << 20)));
        readAhead.close();
        assertTimeoutPreemptively(Duration.ofMinutes(1), readAhead::await);
    }

    private MappedByteBuffer mapped(int size) throws Exception {
        Path file = Files.write(Files.createTempFile(folder, "weights", ".bin"), new byte[size]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
        }
    }
}
