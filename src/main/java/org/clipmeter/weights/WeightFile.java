package org.clipmeter.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.clipmeter.files.Placeholder;
import org.jspecify.annotations.Nullable;

/** One file of a checkpoint, as it was when it was opened. No channel stays open between calls. */
final class WeightFile {
    private static final int CHUNK = 1 << 20;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Path path;
    private final long size;
    private final FileTime modified;
    private @Nullable String sha256;

    private WeightFile(Path path, long size, FileTime modified) {
        this.path = path;
        this.size = size;
        this.modified = modified;
    }

    static WeightFile of(Path path) throws WeightsException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new WeightsException(path + ": not a regular file; expected a weight file");
            }
            return new WeightFile(path, attributes.size(), attributes.lastModifiedTime());
        } catch (WeightsException e) {
            throw e;
        } catch (IOException e) {
            throw new WeightsException(path + ": the weight file can't be read: " + e, e);
        }
    }

    Path path() {
        return path;
    }

    long size() {
        return size;
    }

    WeightsException refused(String reason) {
        return new WeightsException(path + ": " + reason);
    }

    void checkUnchanged() throws WeightsException {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (IOException e) {
            throw new WeightsException(path + ": the weight file is gone since it was opened; load the model again", e);
        }
        if (now.size() != size || !now.lastModifiedTime().equals(modified)) {
            throw refused("changed since it was opened (" + size + " bytes of " + modified + " then, " + now.size()
                    + " bytes of " + now.lastModifiedTime() + " now); load the model again");
        }
    }

    /** Maps bytes read-only and little-endian; the mapping outlives the channel, which an interrupt would close. */
    ByteBuffer map(long offset, long length) throws WeightsException {
        if (offset < 0 || length < 0 || length > size - offset) {
            throw outside(offset, length);
        }
        if (length > Integer.MAX_VALUE) {
            throw refused("one tensor of " + length + " bytes is unsupported: at most " + Integer.MAX_VALUE);
        }
        checkUnchanged();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, offset, length).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Reads a few bytes into a little-endian heap buffer. */
    ByteBuffer read(long offset, int length) throws WeightsException {
        ByteBuffer target = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        scan(offset, length, target, whole -> {});
        return target;
    }

    /** CRC-32 of a range, read in chunks. */
    long crc32(long offset, long length) throws WeightsException {
        CRC32 crc = new CRC32();
        scan(offset, length, ByteBuffer.allocateDirect((int) Math.min(CHUNK, length)), crc::update);
        return crc.getValue();
    }

    /** The content's sha-256 in lower-case hex; a Hub blob is named by it and was verified when it was downloaded. */
    synchronized String sha256(FileHashes remembered) throws WeightsException {
        if (sha256 == null) {
            checkUnchanged();
            String blob = blobName();
            sha256 = blob == null ? remembered.sha256(path, this::hash) : blob;
        }
        return sha256;
    }

    private @Nullable String blobName() throws WeightsException {
        try {
            Path real = path.toRealPath();
            Path name = real.getFileName();
            Path folder = real.getParent();
            boolean isBlob = name != null
                    && folder != null
                    && folder.endsWith("blobs")
                    && SHA256.matcher(name.toString()).matches();
            return isBlob ? name.toString() : null;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private String hash() throws WeightsException {
        MessageDigest digest = sha256Digest();
        scan(0, size, ByteBuffer.allocate((int) Math.min(CHUNK, size)), digest::update);
        checkUnchanged();
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Reads a range into a buffer, over and over where it does not fit at once.
     *
     * @param sink gets what each reading added, from the buffer's position to its limit
     */
    private void scan(long offset, long length, ByteBuffer buffer, Consumer<ByteBuffer> sink) throws WeightsException {
        if (offset < 0 || length < 0 || length > size - offset) {
            throw outside(offset, length);
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long end = offset + length;
            for (long at = offset; at < end; ) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
                while (buffer.hasRemaining()) {
                    if (channel.read(buffer, at + buffer.position()) <= 0) {
                        throw refused("ends at byte " + (at + buffer.position()) + ", expected " + end
                                + "; it changed while it was read");
                    }
                }
                at += buffer.flip().limit();
                sink.accept(buffer);
            }
        } catch (WeightsException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private WeightsException outside(long offset, long length) {
        return refused("bytes " + offset + " + " + length + " lie outside the file of " + size + " bytes");
    }

    private WeightsException unreadable(IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return new WeightsException(path + ": interrupted while the weights were read", e);
        }
        return new WeightsException(path + ": can't be read: " + e, e);
    }

    /** What the file is instead of weights, for messages; null if it looks like nothing known. */
    @Nullable
    String looksLike() throws WeightsException {
        byte[] start = read(0, (int) Math.min(size, Placeholder.BYTES)).array();
        String placeholder = Placeholder.in(start);
        if (placeholder != null) {
            return placeholder;
        }
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.startsWith("7z\u00bc\u00af'\u001c")) {
            return "a 7z archive, unsupported: convert to safetensors";
        }
        if (text.length() > 262 && text.startsWith("ustar", 257)) {
            return "a tar archive (torch before 0.1.12), unsupported: convert to safetensors";
        }
        return null;
    }
}
