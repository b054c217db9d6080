package org.clipmeter.weights.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.clipmeter.failure.Kind;
import org.clipmeter.files.FileException;
import org.clipmeter.files.FileState;
import org.clipmeter.files.Hash;
import org.clipmeter.files.LocalFile;
import org.clipmeter.files.Placeholder;
import org.jspecify.annotations.Nullable;

/**
 * One file of a checkpoint, in the state in which it was opened.
 *
 * <p>At first only single pieces are read, so that a file that is not a checkpoint is refused before its gigabytes are
 * read. {@link #load} then provides the whole content. A blob of the Hub's cache is mapped, since its name is its hash
 * and it is never changed in place. Every other file is read into memory, since overwriting or truncating a mapped file
 * during a scoring would end the process. For use by one thread at a time, except {@link #sha256}.
 */
public final class WeightFile implements AutoCloseable {
    private static final int CHUNK = 1 << 20;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern REPOSITORY = Pattern.compile("(models|datasets|spaces)--.+");

    private final Path path;
    private final long size;
    private final FileState state;
    /** The blob of the Hub's cache that the path leads to; null for any other file. */
    private final @Nullable Path blob;

    private @Nullable LoadedFile loaded;
    private @Nullable String sha256;
    private boolean closed;

    private WeightFile(Path path, long size, FileState state, @Nullable Path blob) {
        this.path = path;
        this.size = size;
        this.state = state;
        this.blob = blob;
    }

    /** Opens a file without reading it; anything but a regular file is refused. */
    public static WeightFile of(Path path) throws WeightsException {
        try {
            FileState state = FileState.of(path);
            return new WeightFile(path, LocalFile.attributes(path).size(), state, blob(path));
        } catch (FileException e) {
            throw new WeightsException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The blob of the Hub's cache that a path leads to, whose name is its sha-256; null for any other file. */
    private static @Nullable Path blob(Path path) {
        try {
            Path real = path.toRealPath();
            Path name = real.getFileName();
            Path folder = real.getParent();
            Path repository = folder == null ? null : folder.getParent();
            Path repositoryName = repository == null ? null : repository.getFileName();
            boolean isBlob = name != null
                    && folder != null
                    && folder.endsWith("blobs")
                    && repositoryName != null
                    && REPOSITORY.matcher(repositoryName.toString()).matches()
                    && SHA256.matcher(name.toString()).matches();
            return isBlob ? real : null;
        } catch (IOException e) {
            return null;
        }
    }

    public Path path() {
        return path;
    }

    public long size() {
        return size;
    }

    public WeightsException refused(String reason) {
        return new WeightsException(FileException.line(path, reason));
    }

    /** Fails if the file has changed, unless it was read into memory, where later changes have no effect. */
    public synchronized void checkUnchanged() throws WeightsException {
        if (loaded == null) {
            checkState();
        }
    }

    private void checkState() throws WeightsException {
        FileState now;
        try {
            now = FileState.of(path);
        } catch (FileException e) {
            throw new WeightsException(
                    path + ": the weight file can no longer be read (" + e.reason() + "); load the model again", e);
        }
        if (!now.equals(state)) {
            throw refused("changed since it was opened (" + state.text() + " then, " + now.text()
                    + " now); load the model again");
        }
    }

    /** Reads the whole content into memory, once, unless it is mapped; returns whether this call has read it. */
    public synchronized boolean load() throws WeightsException {
        requireOpen();
        if (loaded != null || blob != null) {
            return false;
        }
        LoadedFile read = LoadedFile.read(this);
        try {
            checkState();
            loaded = read;
            return true;
        } finally {
            if (loaded == null) {
                read.close();
            }
        }
    }

    /** Whether the bytes will no longer change, so that checking the whole content makes sense. */
    public synchronized boolean isLoaded() {
        return loaded != null || blob != null;
    }

    /**
     * Bytes of the file, read-only and little-endian; direct if the file is loaded. Mapped bytes may be used after this
     * object is closed, other bytes may not.
     */
    public ByteBuffer map(long offset, long length) throws WeightsException {
        checkInside(offset, length);
        if (length > Integer.MAX_VALUE) {
            throw refused("has a tensor of " + length + " bytes, expected at most " + Integer.MAX_VALUE
                    + "; use another checkpoint");
        }
        LoadedFile content = content();
        if (content != null) {
            return content.view(offset, (int) length).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }
        if (blob == null) {
            return read(offset, (int) length);
        }
        checkUnchanged();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, offset, length).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private synchronized @Nullable LoadedFile content() throws WeightsException {
        requireOpen(); // memory that was freed must not be read
        return loaded;
    }

    private void requireOpen() throws WeightsException {
        if (closed) {
            throw new WeightsException(
                    Kind.STOPPED,
                    path + ": the model was closed while its weights were read; load the model again",
                    null);
        }
    }

    /** Copies bytes into a little-endian heap buffer. */
    public ByteBuffer read(long offset, int length) throws WeightsException {
        checkInside(offset, length);
        ByteBuffer target;
        try {
            target = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        } catch (OutOfMemoryError e) {
            throw new WeightsException(
                    Kind.ENVIRONMENT,
                    path + ": " + length
                            + " bytes of the file do not fit into Java's heap; give Java more memory with -Xmx",
                    e);
        }
        scan(offset, length, target, copied -> {});
        return target;
    }

    /** CRC-32 of a range, in chunks. */
    public long crc32(long offset, long length) throws WeightsException {
        checkInside(offset, length);
        CRC32 crc = new CRC32();
        scan(offset, length, ByteBuffer.allocate((int) Math.min(CHUNK, length)), crc::update);
        return crc.getValue();
    }

    /**
     * Reads a range through a buffer, in several turns if the buffer is smaller.
     *
     * @param sink receives the bytes of each turn, from the buffer's position to its limit
     */
    private void scan(long offset, long length, ByteBuffer buffer, Consumer<ByteBuffer> sink) throws WeightsException {
        LoadedFile content = content();
        try (FileChannel channel = content == null ? FileChannel.open(path, StandardOpenOption.READ) : null) {
            for (long at = offset, end = offset + length; at < end; at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
                if (content != null) {
                    buffer.put(content.view(at, buffer.limit()));
                } else if (channel != null) {
                    fill(buffer, channel, at);
                }
                sink.accept(buffer.flip());
            }
        } catch (WeightsException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Reads until the buffer is full. */
    void fill(ByteBuffer buffer, FileChannel channel, long offset) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) <= 0) {
                throw refused("ends at byte " + (offset + buffer.position()) + ", expected " + size
                        + "; the file changed while it was read, load the model again");
            }
        }
    }

    /**
     * The sha-256 of the bytes in use, in lower-case hex.
     *
     * @throws WeightsException if the hash of a blob of the Hub's cache is not its name, or if the file has changed
     */
    public String sha256(FileHashes remembered) throws WeightsException {
        synchronized (this) {
            if (sha256 != null) {
                return sha256;
            }
        }
        String hash;
        if (blob == null) {
            load();
            LoadedFile content = Objects.requireNonNull(content());
            hash = remembered.sha256(path, content.checksum(), content::sha256);
        } else {
            hash = remembered.sha256(blob, checksum(), this::hash);
            checkState();
            requireNamed(blob, hash);
        }
        synchronized (this) {
            sha256 = hash;
        }
        return hash;
    }

    private static void requireNamed(Path blob, String hash) throws WeightsException {
        if (!hash.equals(String.valueOf(blob.getFileName()))) {
            throw new WeightsException(blob + ": the file was overwritten: its SHA-256 is " + hash
                    + ", expected its name. Delete the file and load the model again.");
        }
    }

    /** The checksum of a file that is not in memory; see {@link LoadedFile#checksum}. */
    private String checksum() throws WeightsException {
        CRC32C crc = new CRC32C();
        scan(0, size, ByteBuffer.allocate(CHUNK), crc::update);
        return LoadedFile.checksum(crc);
    }

    private String hash() throws WeightsException {
        Hash hash = Hash.sha256();
        scan(0, size, ByteBuffer.allocate(CHUNK), hash::add);
        return hash.hex();
    }

    private void checkInside(long offset, long length) throws WeightsException {
        if (offset < 0 || length < 0 || length > size - offset) {
            throw refused("has " + size + " bytes, but its header names bytes " + offset + " to " + (offset + length)
                    + "; download it again");
        }
    }

    WeightsException unreadable(IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return new WeightsException(
                    Kind.STOPPED, path + ": interrupted while the weights were read; load the model again", e);
        }
        return new WeightsException(path + ": can't be read: " + e, e);
    }

    /** Frees the memory that the file was read into: no buffer of it may be used any longer. */
    @Override
    public synchronized void close() {
        closed = true;
        if (loaded != null) {
            loaded.close();
        }
    }

    /** What the file is if it is not weights, for messages; null if unknown. */
    @Nullable
    public String looksLike() throws WeightsException {
        byte[] start = read(0, (int) Math.min(size, Placeholder.BYTES)).array();
        String placeholder = Placeholder.in(start);
        if (placeholder != null) {
            return placeholder;
        }
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.startsWith("7z\u00bc\u00af'\u001c")) {
            return "a 7z archive, which is not supported; convert the checkpoint to safetensors";
        }
        if (text.length() > 262 && text.startsWith("ustar", 257)) {
            return "a tar archive of torch before 0.1.12, which is not supported; convert the checkpoint to safetensors";
        }
        return null;
    }
}
