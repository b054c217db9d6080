package org.clipmeter.image.webp.vp8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * VP8's arithmetic decoder over one partition (RFC 6386, section 7). It notes when it has to read past the end, at the same bit as
 * libwebp.
 *
 * <p>{@link Vp8Tokens} keeps the state in variables of its own while it reads a block, which is why it is not private.
 */
final class Vp8Bits {
    /** Bits that {@link #loadWord} adds. */
    static final int WORD = 32;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** The bits that were loaded and not yet used, {@link #spare} + 8 of them. */
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

    /** Whether {@link #loadWord} can be called. */
    boolean hasWord() {
        return end - at >= Integer.BYTES;
    }

    /** Loads 32 bits; {@link #spare} must be less than 24. */
    void loadWord() {
        value = value << WORD | (int) INT.get(data, at) & 0xffffffffL;
        at += Integer.BYTES;
        spare += WORD;
    }

    /** One bit that is 0 with probability {@code probability} / 256. */
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

    /** An unsigned number of {@code count} bits, the highest first. */
    int number(int count) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            number = number << 1 | bit(128);
        }
        return number;
    }

    /** A magnitude of {@code count} bits and its sign. */
    int signed(int count) {
        int magnitude = number(count);
        return flag() ? -magnitude : magnitude;
    }

    /** A signed number behind a flag, 0 without it. */
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
