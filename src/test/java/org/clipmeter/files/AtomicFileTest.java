package org.clipmeter.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aFileIsReplacedOnceTheNewOneIsComplete() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        AtomicFile.write(file, channel -> {
            channel.write(ByteBuffer.wrap(bytes("ne")));
            assertEquals("old", Files.readString(file));
            channel.write(ByteBuffer.wrap(bytes("w")));
        });
        assertEquals("new", Files.readString(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void afterAFailureTheOldFileStaysAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        IOException full = new IOException("disk full");
        assertEquals(
                full,
                assertThrows(
                        IOException.class,
                        () -> AtomicFile.write(file, channel -> {
                            channel.write(ByteBuffer.wrap(bytes("ne")));
                            throw full;
                        })));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void othersMayReadItAsAnyNewFile() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "");
        assumeTrue(Files.getFileStore(plain).supportsFileAttributeView("posix"), "this system has no POSIX rights");
        Path file = folder.resolve("file");
        AtomicFile.write(file, bytes("new"));
        assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(file));
        assertTrue(Files.isRegularFile(file));
    }
}
