package org.clipmeter.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The right to write files into a folder, which one run has at a time, of whatever process. It is a lock on a hidden file, which
 * the system releases if the process is killed. The file is deleted at the end. On a file system without locks, only the runs of
 * one process are kept apart.
 *
 * <p>While the lock is held, this process must not open the file again: closing it would release the lock.
 */
public final class OutputLock implements AutoCloseable {
    private static final String FILE = ".clipmeter.lock";
    private static final int MOST_BYTES = 1 << 20;

    /** The folders that runs of this process have. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final @Nullable FileChannel channel;

    private OutputLock(Path folder, @Nullable FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Whether a file in a locked folder is the lock's own. */
    public static boolean isOwn(Path file) {
        return String.valueOf(file.getFileName()).equals(FILE);
    }

    /**
     * Takes the lock.
     *
     * @param place the folder, which exists
     * @return the lock; null if another run has it
     * @throws IOException if its file can't be written
     */
    public static @Nullable OutputLock take(Path place) throws IOException {
        Path folder = place.toRealPath();
        if (!HELD.add(folder)) {
            return null;
        }
        Path file = folder.resolve(FILE);
        OutputLock lock = null;
        try {
            Attempt last = Attempt.DELETED;
            while (last == Attempt.DELETED) {
                FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                try {
                    last = attempt(file, channel);
                    if (last == Attempt.TAKEN) {
                        lock = new OutputLock(folder, channel);
                    } else if (last == Attempt.WITHOUT_LOCKS) {
                        lock = new OutputLock(folder, null);
                    }
                } finally {
                    if (last != Attempt.TAKEN) {
                        channel.close();
                    }
                }
            }
            return lock;
        } finally {
            if (lock == null) {
                HELD.remove(folder);
            }
        }
    }

    /** How an attempt to lock the file ended. */
    private enum Attempt {
        TAKEN,
        /** The file system has no locks. */
        WITHOUT_LOCKS,
        /** Another process has the lock. */
        IN_USE,
        /** The file is one that an earlier run has deleted meanwhile. */
        DELETED
    }

    private static Attempt attempt(Path file, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (IOException e) {
            return Attempt.WITHOUT_LOCKS;
        }
        if (lock == null) {
            return Attempt.IN_USE;
        }
        return isOfThe(file, channel) ? Attempt.TAKEN : Attempt.DELETED;
    }

    /** Whether a channel is of the file at this place: the file has the length that the channel gives it. */
    private static boolean isOfThe(Path file, FileChannel channel) throws IOException {
        int length = 1 + ThreadLocalRandom.current().nextInt(MOST_BYTES);
        channel.truncate(0);
        channel.write(ByteBuffer.allocate(1), length - 1L);
        return Files.exists(file) && Files.size(file) == length;
    }

    @Override
    public void close() throws IOException {
        try {
            if (channel != null) {
                Files.deleteIfExists(folder.resolve(FILE));
                channel.close();
            }
        } finally {
            HELD.remove(folder);
        }
    }
}
