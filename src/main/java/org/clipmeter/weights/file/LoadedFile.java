package org.clipmeter.weights.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.clipmeter.failure.Kind;
import org.clipmeter.files.Hash;

/**
 * The whole content of a file, read once into our own memory, so that later changes of the file have no effect. If a
 * mapped file were truncated or overwritten during a computation, the process would end or numbers would change.
 */
final class LoadedFile implements AutoCloseable {
    private static final int CHUNK = 8 << 20;
    private static final int HASHED_AT_ONCE = 1 << 16;

    private final Path path;
    private final NativeMemory memory;
    private boolean closed;

    private LoadedFile(Path path, NativeMemory memory) {
        this.path = path;
        this.memory = memory;
    }

    /** Reads a file on all processors. The caller checks that the file has not changed since its state was recorded. */
    static LoadedFile read(WeightFile file) throws WeightsException {
        LoadedFile loaded = new LoadedFile(file.path(), NativeMemory.allocate(file, file.size()));
        boolean complete = false;
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            long chunks = (file.size() + CHUNK - 1) / CHUNK;
            LongStream.range(0, chunks).parallel().forEach(chunk -> loaded.read(file, channel, chunk * CHUNK));
            complete = true;
            return loaded;
        } catch (UncheckedIOException e) {
            throw e.getCause() instanceof WeightsException failure ? failure : file.unreadable(e.getCause());
        } catch (IOException e) {
            throw file.unreadable(e);
        } finally {
            if (!complete) {
                loaded.memory.close();
            }
        }
    }

    private void read(WeightFile file, FileChannel channel, long offset) {
        ByteBuffer target = memory.view(offset, (int) Math.min(CHUNK, memory.size() - offset));
        try {
            file.fill(target, channel, offset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A view of at most 2^31-1 bytes; it must not be used after {@link #close()}. */
    ByteBuffer view(long offset, int length) {
        return memory.view(offset, length);
    }

    /** A checksum that detects every accidental change, some six times faster than {@link #sha256()}. */
    String checksum() throws WeightsException {
        CRC32C crc = new CRC32C();
        for (long at = 0; at < memory.size(); at += CHUNK) {
            synchronized (this) {
                crc.update(open(at));
            }
        }
        return checksum(crc);
    }

    static String checksum(CRC32C crc) {
        return "crc32c " + HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /** The content's sha-256 in lower-case hex. */
    String sha256() throws WeightsException {
        Hash hash = Hash.sha256();
        byte[] piece = new byte[HASHED_AT_ONCE];
        for (long at = 0; at < memory.size(); at += CHUNK) {
            synchronized (this) {
                for (ByteBuffer chunk = open(at); chunk.hasRemaining(); ) {
                    int length = Math.min(piece.length, chunk.remaining());
                    chunk.get(piece, 0, length);
                    hash.add(piece, 0, length);
                }
            }
        }
        return hash.hex();
    }

    private ByteBuffer open(long at) throws WeightsException {
        if (closed) {
            throw new WeightsException(
                    Kind.STOPPED,
                    path + ": the model was closed while its weights were hashed; load the model again",
                    null);
        }
        return memory.view(at, (int) Math.min(CHUNK, memory.size() - at));
    }

    /**
     * Frees the memory at once: no view of it may be used any longer. Hashing on another thread fails with an error.
     */
    @Override
    public synchronized void close() {
        closed = true;
        memory.close();
    }
}
