package org.clipmeter.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSettingsTest {
    @TempDir
    Path folder;

    @Test
    void forbidsTelemetryAndDownloads() throws IOException {
        Path natives = EngineSettings.apply();
        assertEquals("true", System.getProperty("OPT_OUT_TRACKING"));
        assertEquals("true", System.getProperty("ai.djl.offline"));
        assertEquals(natives, EngineSettings.apply());
    }

    @Test
    void closesTheFolderToOtherUsers() throws IOException {
        Assumptions.assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        Path open = Files.createDirectories(folder.resolve("a/engine"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        EngineSettings.createPrivately(open);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(open)));
        EngineSettings.createPrivately(folder.resolve("b/engine"));
        assertEquals(
                "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("b/engine"))));
    }

    @Test
    void saysWhatToSetWhereTheFolderCannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        IOException e = assertThrows(IOException.class, () -> EngineSettings.createPrivately(file.resolve("engine")));
        assertTrue(String.valueOf(e.getMessage()).contains("ENGINE_CACHE_DIR"), e.getMessage());
    }
}
