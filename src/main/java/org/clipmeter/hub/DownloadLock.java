package org.clipmeter.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.clipmeter.net.NetException;
import org.clipmeter.net.Retry;
import org.jspecify.annotations.Nullable;

/** Prevents two Java processes from downloading one file twice. Without the lock both download, which is harmless. */
final class DownloadLock {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    private DownloadLock() {}

    /** Runs the download as soon as no other process works on it, but after ten minutes in any case. */
    static <T> T during(Path file, String what, Retry.Request<T> download) throws NetException {
        FileChannel channel = acquire(file, what);
        try {
            return download.send();
        } finally {
            closeQuietly(channel);
        }
    }

    private static @Nullable FileChannel acquire(Path file, String what) throws NetException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            while (!tryLock(channel) && System.nanoTime() < end) {
                Thread.sleep(BETWEEN_TRIES.toMillis());
            }
            return channel;
        } catch (InterruptedException e) {
            closeQuietly(channel);
            throw NetException.interrupted(what);
        } catch (IOException e) {
            closeQuietly(channel);
            if (Thread.currentThread().isInterrupted()) {
                throw NetException.interrupted(what);
            }
            return null;
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The system releases the lock when the process ends.
        }
    }
}
