package org.clipmeter.image.webp.vp8l;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bits of a VP8L stream (RFC 9649, section 3.2), the lowest bit of a byte first.
 *
 * <p>A window of 64 bits is refilled in the same way as in libwebp, because this decides when a stream counts as read
 * past its end. Zeros follow a stream that is shorter than the window; reading past the window does not throw but is
 * recorded.
 */
final class Vp8lBits {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WINDOW = 64;
    private static final int HALF = 32;

    private final byte[] data;
    private final int end;
    private int next;
    private long window;
    private int used;
    private boolean ended;

    Vp8lBits(byte[] data, int from, int end) {
        this.data = data;
        this.end = end;
        next = Math.min(end, from + Long.BYTES);
        for (int i = from; i < next; i++) {
            window |= (data[i] & 0xffL) << 8 * (i - from);
        }
    }

    /** Reads an unsigned number of at most 24 bits; 0 once the stream has ended. */
    int read(int count) {
        if (ended) {
            used = 0;
            return 0;
        }
        int number = peek() & ((1 << count) - 1);
        used += count;
        shiftBytes();
        return number;
    }

    boolean flag() {
        return read(1) == 1;
    }

    /** The next bits; at least 32 are valid after {@link #fill}. */
    int peek() {
        return (int) (window >>> used);
    }

    void skip(int count) {
        used += count;
    }

    /** Makes 32 bits available; must be called before at least every second prefix code. */
    void fill() {
        if (used < HALF) {
            return;
        }
        if (next + Long.BYTES < end) {
            window = window >>> HALF | (long) (int) INT.get(data, next) << HALF;
            used -= HALF;
            next += Integer.BYTES;
        } else {
            shiftBytes();
        }
    }

    /**
     * Reads a symbol with the prefix code whose table starts at {@code root}; {@link PrefixCodes} describes the
     * entries.
     */
    int symbol(int[] entries, int root, int mask) {
        int entry = entries[root + (peek() & mask)];
        int length = entry >>> PrefixCodes.LENGTH_SHIFT;
        if (length > PrefixCodes.ROOT_BITS) {
            used += PrefixCodes.ROOT_BITS;
            int rest = peek() & ((1 << (length - PrefixCodes.ROOT_BITS)) - 1);
            entry = entries[root + (entry & PrefixCodes.VALUE_MASK) + rest];
            length = entry >>> PrefixCodes.LENGTH_SHIFT;
        }
        used += length;
        return entry & PrefixCodes.VALUE_MASK;
    }

    /** Whether more bits were read than exist. */
    boolean exhausted() {
        return ended || (next == end && used > WINDOW);
    }

    /** Whether the last refill found the stream exhausted; unlike {@link #exhausted}, this ignores later reads. */
    boolean ended() {
        return ended;
    }

    private void shiftBytes() {
        while (used >= Byte.SIZE && next < end) {
            window = window >>> Byte.SIZE | (long) data[next] << WINDOW - Byte.SIZE;
            next++;
            used -= Byte.SIZE;
        }
        if (exhausted()) {
            ended = true;
            used = 0;
        }
    }
}
