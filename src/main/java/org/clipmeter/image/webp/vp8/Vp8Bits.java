package org.clipmeter.image.webp.vp8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * VP8's arithmetic decoder over one partition (RFC 6386, section 7). It reports that it had to read past the end at the same bit as
 * libwebp does.
 *
 * <p>The state is not private because {@link Vp8Tokens} copies it to local variables while it reads a block, which is faster.
 */
final class Vp8Bits {
    /** The lowest of the eight bits of {@link #value} that a decision compares. The sign bit above them stays 0. */
    static final int WINDOW = 55;

    /** Bits that {@link #loadWord} adds. */
    static final int WORD = 32;

    /** How many bits an interval has to be shifted so that it has eight bits. The index is its width less 1, as in {@link #RANGES}. */
    static final byte[] SHIFTS = new byte[255];

    /** The width of the interval after that shift, less 1. */
    static final int[] RANGES = new int[255];

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    static {
        for (int i = 0; i < RANGES.length; i++) {
            SHIFTS[i] = (byte) (Integer.numberOfLeadingZeros(i + 1) - 24);
            RANGES[i] = (i + 1 << SHIFTS[i]) - 1;
        }
    }

    /** The {@link #spare} + 8 bits that were loaded and are not yet used. The next bit is the highest; zeros follow the last. */
    long value;

    int spare = -8;

    /** The width of the current interval less 1, from 127 to 254. */
    int range = 254;

    private final byte[] data;
    private final int end;
    private int at;
    private boolean exhausted;

    Vp8Bits(byte[] data, int from, int end) {
        this.data = data;
        this.at = from;
        this.end = end;
        load();
    }

    boolean exhausted() {
        return exhausted;
    }

    /** Whether the partition has four more bytes, so that {@link #loadWord} can be called. */
    boolean hasWord() {
        return end - at >= Integer.BYTES;
    }

    /** Loads 32 bits; {@link #spare} must be less than 24. */
    void loadWord() {
        value |= ((int) INT.get(data, at) & 0xffffffffL) << WINDOW - WORD - spare;
        at += Integer.BYTES;
        spare += WORD;
    }

    /** Reads one bit, which is 0 with probability {@code probability} / 256. */
    int bit(int probability) {
        if (spare < 0) {
            load();
        }
        int split = range * probability >> 8;
        long edge = (long) (split + 1) << WINDOW;
        int bit;
        int next;
        if (value >= edge) {
            value -= edge;
            next = range - split - 1;
            bit = 1;
        } else {
            next = split;
            bit = 0;
        }
        int shift = SHIFTS[next];
        value <<= shift;
        spare -= shift;
        range = RANGES[next];
        return bit;
    }

    boolean flag() {
        return bit(128) == 1;
    }

    /** Reads an unsigned number of {@code count} bits, the highest bit first. */
    int number(int count) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            number = number << 1 | bit(128);
        }
        return number;
    }

    /** Reads a magnitude of {@code count} bits and its sign. */
    int signed(int count) {
        int magnitude = number(count);
        return flag() ? -magnitude : magnitude;
    }

    /** Reads a flag, and a signed number if the flag is set; otherwise the result is 0. */
    int optional(int count) {
        return flag() ? signed(count) : 0;
    }

    private void load() {
        if (hasWord()) {
            loadWord();
        } else if (at < end) {
            value |= (data[at++] & 0xffL) << WINDOW - 8 - spare;
            spare += 8;
        } else if (!exhausted) {
            exhausted = true;
            spare += 8;
        } else {
            value >>= -spare;
            spare = 0;
        }
    }
}
