package org.clipmeter.weights.file;

import com.sun.jna.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.OptionalLong;
import org.clipmeter.failure.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside Java's heap. Java's own direct buffers are limited by the heap's size, which a model may exceed, so
 * this memory comes from the C library. It starts at a page, so that data copied from a file has the same alignment as
 * in the file.
 *
 * <p>It is freed by {@link #close()}, or after its last buffer has become unreachable.
 */
public final class NativeMemory implements AutoCloseable {
    private static final int PAGE = 4096;
    private static final long WORTH_A_LOOK = 1 << 20;

    private final long size;
    private final @Nullable Memory allocated;
    private final @Nullable Memory aligned;

    private NativeMemory(long size) {
        this.size = size;
        this.allocated = size == 0 ? null : new Memory(Math.addExact(size, PAGE));
        this.aligned = allocated == null ? null : allocated.align(PAGE);
    }

    /**
     * Allocates memory whose content is undefined.
     *
     * @param file the file to be loaded into it, for messages
     * @throws WeightsException if the system does not have that much memory, or refuses it
     */
    public static NativeMemory allocate(WeightFile file, long size) throws WeightsException {
        OptionalLong lacking = lacking(size);
        if (lacking.isPresent()) {
            System.gc(); // frees the memory of earlier models that are no longer in use
            lacking = lacking(size);
        }
        if (lacking.isPresent()) {
            throw tooLittle(
                    file,
                    "loading it needs " + inMegabytes(size) + " more of memory outside Java's heap, and "
                            + inMegabytes(lacking.getAsLong())
                            + " are available; close other programs and kernels, or use a" + " smaller model",
                    null);
        }
        try {
            return new NativeMemory(size);
        } catch (OutOfMemoryError e) {
            throw tooLittle(
                    file,
                    "loading it needs " + inMegabytes(size) + " more of memory outside Java's heap,"
                            + " which the system refuses; close other programs and kernels, or use a smaller model",
                    e);
        }
    }

    private static WeightsException tooLittle(WeightFile file, String reason, @Nullable Throwable cause) {
        return new WeightsException(Kind.ENVIRONMENT, file.path() + ": " + reason, cause);
    }

    /** The available memory if it is less than needed, else empty. */
    private static OptionalLong lacking(long size) {
        OptionalLong available = size < WORTH_A_LOOK ? OptionalLong.empty() : AvailableMemory.bytes();
        return available.isPresent() && available.getAsLong() < size ? available : OptionalLong.empty();
    }

    private static String inMegabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MB", (bytes + 999_999) / 1_000_000);
    }

    long size() {
        return size;
    }

    /** A little-endian view of at most 2^31-1 bytes. */
    public ByteBuffer view(long offset, int length) {
        if (offset < 0 || length < 0 || length > size - offset) {
            throw new IndexOutOfBoundsException(offset + " + " + length + " of " + size + " bytes");
        }
        ByteBuffer view =
                aligned == null || length == 0 ? ByteBuffer.allocateDirect(0) : aligned.getByteBuffer(offset, length);
        return view.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Frees the memory at once: none of its buffers may be used any longer. */
    @Override
    public void close() {
        if (allocated != null) {
            allocated.close();
        }
    }
}
