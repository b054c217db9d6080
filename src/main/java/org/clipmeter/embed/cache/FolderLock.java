package org.clipmeter.embed.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a cache folder, held while its file is opened, created or set aside by one thread of one process at a time.
 */
final class FolderLock implements AutoCloseable {
    private static final String FILE = "open.lock";
    private static final long PAUSE_MS = 10;
    /** A file lock belongs to the whole process, so threads need a lock between them too. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, waiting at most {@code patience} for others; null if it is still taken then.
     *
     * @throws java.nio.channels.ClosedByInterruptException if the thread was interrupted; its interrupt flag stays set
     */
    static @Nullable FolderLock take(Path folder, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        if (!THREADS.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return null;
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            while (lock == null && System.nanoTime() < deadline) {
                Thread.sleep(PAUSE_MS);
                lock = channel.tryLock();
            }
            taken = lock != null;
            return taken ? new FolderLock(channel) : null;
        } finally {
            if (!taken) {
                if (channel != null) {
                    channel.close();
                }
                THREADS.unlock();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            THREADS.unlock();
        }
    }
}
