package org.clipmeter.embed.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.clipmeter.weights.file.FileHashes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedHashesTest {
    @TempDir
    private Path scratch;

    private Path file;
    private Instant now;
    private EmbeddingCache cache;
    private int reads;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"));
        file = Files.writeString(scratch.resolve("model.safetensors"), "weights");
        now = Instant.now().plusSeconds(3);
        cache = new EmbeddingCache(scratch.resolve("cache"), Duration.ZERO, () -> now);
    }

    @AfterEach
    void close() {
        cache.close();
    }

    /** A hash that contains how often the file was read. */
    private String hash(Path path) throws IOException {
        FileHashes hashes = cache.hashes();
        return hashes.sha256(path, "crc32c 1", () -> String.format(java.util.Locale.ROOT, "%064x", ++reads));
    }

    @Test
    void aFileIsReadOnceForAllProcesses() throws IOException {
        String first = hash(file);
        cache.close();
        assertEquals(first, hash(file));
        assertEquals(1, reads);
    }

    @Test
    void aLinkIsTheFileItLeadsTo() throws IOException {
        Path link = Files.createSymbolicLink(scratch.resolve("link"), file);
        assertEquals(hash(file), hash(link));
    }

    @Test
    void otherBytesOfTheSameSizeAndTimeAreReadAgain() throws IOException {
        String first = hash(file);
        FileTime modified = Files.getLastModifiedTime(file);
        Files.writeString(file, "WEIGHTS");
        Files.setLastModifiedTime(file, modified);
        now = Instant.now().plusSeconds(3);
        assertNotEquals(first, hash(file));
    }

    @Test
    void anotherFileInItsPlaceIsReadAgain() throws IOException {
        Path other = Files.writeString(scratch.resolve("other"), "WEIGHTS");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        String first = hash(file);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        now = Instant.now().plusSeconds(3);
        assertNotEquals(first, hash(file));
    }

    @Test
    void aFileWrittenAMomentAgoIsReadAgain() throws IOException {
        now = Instant.now().plusMillis(100);
        String first = hash(file);
        now = now.plusSeconds(10);
        assertNotEquals(first, hash(file), "it could have changed within the clock's tick");
    }

    @Test
    void aFileFromTheFutureIsReadAgain() throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(now.plusSeconds(100)));
        assertNotEquals(hash(file), hash(file));
    }

    @Test
    void aFileThatChangesWhileItIsReadIsNotRemembered() throws IOException {
        cache.hashes().sha256(file, "crc32c 1", () -> {
            try {
                Files.writeString(file, "longer than before");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return "0".repeat(64);
        });
        now = Instant.now().plusSeconds(3);
        assertEquals(String.format(java.util.Locale.ROOT, "%064x", 1), hash(file));
    }

    @Test
    void withoutACacheEveryFileIsRead() throws IOException {
        cache.close();
        cache = EmbeddingCache.off();
        assertNotEquals(hash(file), hash(file));
    }
}
