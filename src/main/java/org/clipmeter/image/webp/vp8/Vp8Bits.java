package org.clipmeter.image.webp.vp8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * VP8's arithmetic decoder over one partition (RFC 6386, section 7). It detects at the same bit as libwebp that it must
 * read past the end.
 *
 * <p>Its state is not private because {@link Vp8Tokens} copies it to local variables while it reads a block.
 */
final class Vp8Bits {
    /** The number of bits that {@link #loadWord} adds. */
    static final int WORD = 32;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** The bits that were loaded and not yet used; there are {@link #spare} + 8 of them. */
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

    /** Whether {@link #loadWord} may be called. */
    boolean hasWord() {
        return end - at >= Integer.BYTES;
    }

    /** Loads 32 bits; {@link #spare} must be less than 24. */
    void loadWord() {
        value = value << WORD | (int) INT.get(data, at) & 0xffffffffL;
        at += Integer.BYTES;
        spare += WORD;
    }

    /** Reads one bit that is 0 with probability {@code probability} / 256. */
    int bit(int probability) {
        if (spare < 0) {
            load();
        }
        int split = range * probability >> 8;
        int bit;
        int next;
        if ((int) (value >> spare) > split) {
            next = range - split;
            value -= (long) (split + 1) << spare;
            bit = 1;
        } else {
            next = split + 1;
            bit = 0;
        }
        int shift = Integer.numberOfLeadingZeros(next) - 24;
        spare -= shift;
        range = (next << shift) - 1;
        return bit;
    }

    boolean flag() {
        return bit(128) == 1;
    }

    /** Reads an unsigned number of {@code count} bits, highest bit first. */
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

    /** Reads a flag, then a signed number if the flag is set; else returns 0. */
    int optional(int count) {
        return flag() ? signed(count) : 0;
    }

    private void load() {
        if (hasWord()) {
            loadWord();
        } else if (at < end) {
            value = value << 8 | data[at++] & 0xff;
            spare += 8;
        } else if (!exhausted) {
            exhausted = true;
            value <<= 8;
            spare += 8;
        } else {
            spare = 0;
        }
    }
}
