package org.clipmeter.hub;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clipmeter.net.NetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTest {
    @TempDir
    private Path scratch;

    @Test
    void knowsGitsHashAndSha256() throws IOException {
        Path file = Files.writeString(scratch.resolve("x"), "hello\n");
        // from: echo hello | git hash-object --stdin; echo hello | sha256sum
        String git = "ce013625030ba8dba906f756967f9e9ca394464a";
        String sha256 = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
        assertDoesNotThrow(() -> Transfer.verify(file, git, "x"));
        assertDoesNotThrow(() -> Transfer.verify(file, sha256, "x"));
        Files.writeString(file, "hellp\n");
        for (String etag : new String[] {git, sha256}) {
            NetException corrupt = assertThrows(NetException.class, () -> Transfer.verify(file, etag, "x"));
            assertEquals(NetException.Reason.CORRUPT, corrupt.reason());
            assertTrue(corrupt.getMessage().contains(etag));
        }
    }

    @Test
    void knowsAFullDiskByWhatTheSystemsSay() {
        assertTrue(Transfer.isFull(new IOException("No space left on device")));
        assertTrue(Transfer.isFull(new IOException("There is not enough space on the disk")));
        assertTrue(Transfer.isFull(new IOException("Disk quota exceeded")));
        assertEquals(
                NetException.Reason.DISK_FULL,
                Transfer.full(scratch, new IOException("No space left on device"))
                        .reason());
    }
}
