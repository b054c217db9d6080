package org.clipmeter.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class LocalFileTest {
    @TempDir
    Path folder;

    @Test
    void readsAFileAndThroughLinks() throws Exception {
        Path file = Files.write(folder.resolve("a"), new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, LocalFile.read(file, 3));
        Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
        Files.createSymbolicLink(folder.resolve("c"), Path.of("b"));
        assertArrayEquals(new byte[] {1, 2, 3}, LocalFile.read(folder.resolve("c"), 3));
        assertArrayEquals(new byte[0], LocalFile.read(Files.createFile(folder.resolve("empty")), 3));
    }

    @Test
    void refusesMoreBytesThanTheLimitByItsSize() throws Exception {
        Path file = Files.write(folder.resolve("a"), new byte[4]);
        assertEquals(file + " has 4 bytes, expected at most 3; check that it is the right file", refusal(file, 3));
    }

    @Test
    void refusesAFileThatHoldsMoreThanItsSizeSays() {
        Path endless = Path.of("/proc/self/status");
        assumeTrue(Files.exists(endless));
        assertEquals(
                endless + " changed while it was read; try again once nothing writes to it", refusal(endless, 1 << 20));
    }

    @Test
    void refusesWhatIsMissing() {
        Path file = folder.resolve("missing");
        assertFalse(LocalFile.exists(file));
        assertEquals(file + " does not exist; check the path", refusal(file, 3));
    }

    @Test
    void refusesAFolder() {
        assertTrue(LocalFile.exists(folder));
        assertEquals(folder + " is a folder, expected a file; replace it with the file", refusal(folder, 3));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refusesAPipeWithoutWaitingForItsWriter() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertEquals(pipe + " is a named pipe, expected a file; replace it with the file", refusal(pipe, 3));
        Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
        assertEquals(link + " is a named pipe, expected a file; replace it with the file", refusal(link, 3));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refusesADeviceThatNeverEnds() {
        assertEquals(
                "/dev/zero is a device, expected a file; replace it with the file", refusal(Path.of("/dev/zero"), 3));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refusesASocket() throws Exception {
        Path path = folder.resolve("socket");
        assumeTrue(path.toString().length() < 100);
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(path));
            assertEquals(path + " is a socket, expected a file; replace it with the file", refusal(path, 3));
        }
    }

    @Test
    void namesTheTargetOfALinkThatLeadsNowhere() throws Exception {
        Path middle = Files.createSymbolicLink(folder.resolve("middle"), Path.of("gone"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), middle);
        assertTrue(LocalFile.exists(link));
        assertEquals(
                link + " is a link to " + folder.resolve("gone") + ", which does not exist; mend the link",
                refusal(link, 3));
    }

    @Test
    void refusesALinkToItself() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("link"));
        assertTrue(LocalFile.exists(link));
        assertEquals(link + " is a link that leads to itself, expected a file; mend the link", refusal(link, 3));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void saysThatPermissionIsDenied() throws Exception {
        Path file = Files.createFile(folder.resolve("secret"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "the superuser may read everything");
        assertEquals(file + " can't be read: permission denied; give yourself the right to read it", refusal(file, 3));
    }

    @Test
    void keepsTheReasonBehindALongName() {
        Path file = folder.resolve("x".repeat(200)).resolve("y".repeat(200)).resolve("z\n".repeat(100));
        String line = refusal(file, 3);
        assertTrue(line.endsWith(" does not exist; check the path"), line);
        assertFalse(line.contains("\n"), line);
    }

    private static String refusal(Path file, long limit) {
        FileException e = assertThrows(
                FileException.class,
                () -> assertTimeoutPreemptively(Duration.ofSeconds(20), () -> LocalFile.read(file, limit)));
        assertTrue(String.valueOf(e.getMessage()).contains(" " + e.reason()), e.getMessage());
        return String.valueOf(e.getMessage());
    }
}
