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

/** Held while a cache file is opened, made or set aside: by one thread of one process at a time. */
final class FolderLock implements AutoCloseable {
    private static final String FILE = "open.lock";
    private static final long PAUSE_MS = 10;
    /** A file lock belongs to the whole process. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, waiting for others at most so long; null where they took longer.
     *
     * @throws java.nio.channels.ClosedByInterruptException where the thread was interrupted, whose flag stays set
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
