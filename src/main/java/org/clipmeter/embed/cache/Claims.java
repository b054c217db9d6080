package org.clipmeter.embed.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.clipmeter.embed.EmbeddingKey;
import org.clipmeter.files.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Says to the other processes of a cache folder which embeddings this one is computing. A claim is a lock on one byte of an
 * empty file, so the system takes it back when a process ends, however it ends. Claims save work and nothing depends on them:
 * where they can't be made, everything counts as claimed. Thread-safe.
 */
final class Claims implements AutoCloseable {
    /** The file's name in its folder. */
    static final String NAME = CacheFile.NAME + "-claims";

    private static final int HEX = 16;

    /** Fifteen digits keep the place of the byte below the largest that a lock may have. */
    private static final int DIGITS = 15;

    private final @Nullable Path file;
    private final Map<EmbeddingKey, FileLock> held = new HashMap<>();
    private @Nullable FileChannel channel;

    /** Claims in a cache folder; null if there is none. */
    Claims(@Nullable Path folder) {
        this.file = folder == null ? null : folder.resolve(NAME);
    }

    /** Claims an embedding; false if another process, or another run of this one, has claimed it. */
    synchronized boolean claim(EmbeddingKey key) {
        if (file == null) {
            return true;
        }
        try {
            if (channel == null) {
                channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            }
            FileLock lock = channel.tryLock(place(key), 1, false);
            if (lock != null) {
                held.put(key, lock);
            }
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            close(); // the file system has no locks, or the thread was interrupted, which closes the file
            return true;
        }
    }

    synchronized void release(Iterable<EmbeddingKey> keys) {
        for (EmbeddingKey key : keys) {
            FileLock lock = held.remove(key);
            if (lock != null) {
                try {
                    lock.release();
                } catch (IOException e) {
                    close();
                }
            }
        }
    }

    private static long place(EmbeddingKey key) {
        String name = key.modality() + " " + key.content() + " " + key.space();
        String hash = Hash.sha256(name);
        return Long.parseLong(hash, 0, DIGITS, HEX);
    }

    /** Releases everything. */
    @Override
    public synchronized void close() {
        held.clear();
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                return; // the locks end with the process
            }
        }
    }
}
