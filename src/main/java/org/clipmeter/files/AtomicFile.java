package org.clipmeter.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files as a whole: a reader finds the old file or the complete new one, also if the writer is killed or the
 * system stops.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content of a file, all of it. */
    @FunctionalInterface
    public interface Writing {
        /** Writes everything to the channel, which the caller closes. */
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /** Writes a file with this content; see {@link #write(Path, Writing)}. */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, channel -> {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }

    /**
     * Writes a file beside the target, waits until the disk has it, and gives it the target's name. Anybody who may read
     * new files of this user may read it. If it can't be written, nothing remains of it and the old file stays.
     *
     * @param file in a folder that exists; a file that is there is replaced
     */
    public static void write(Path file, Writing writing) throws IOException {
        Path target = file.toAbsolutePath();
        // Not by createTempFile, whose files nobody else may read.
        Path part = target.resolveSibling(".clipmeter-" + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel =
                    FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writing.writeTo(channel);
                channel.force(true);
            }
            try {
                move(part, target);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Renames a file, over another that is there.
     *
     * @throws AtomicMoveNotSupportedException if the file system can't do that in one step
     */
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
