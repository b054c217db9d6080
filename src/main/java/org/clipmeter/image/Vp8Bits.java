package org.clipmeter.image;

/** VP8's arithmetic decoder over one partition, as libwebp has it: it notes when it had to read past the end. */
final class Vp8Bits {
    private final byte[] data;
    private final int end;
    private int at;
    private long value;
    private int bits = -8;
    private int range = 254;
    private boolean exhausted;

    Vp8Bits(byte[] data, int from, int end) {
        this.data = data;
        this.at = from;
        this.end = end;
    }

    boolean exhausted() {
        return exhausted;
    }

    /** One bit that is 0 with probability {@code probability} / 256. */
    int bit(int probability) {
        if (bits < 0) {
            load();
        }
        int split = (range * probability) >> 8;
        int bit;
        int next;
        if ((int) (value >> bits) > split) {
            next = range - split;
            value -= (long) (split + 1) << bits;
            bit = 1;
        } else {
            next = split + 1;
            bit = 0;
        }
        int shift = Integer.numberOfLeadingZeros(next) - 24;
        bits -= shift;
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
        if (end - at >= 4) {
            for (int i = 0; i < 4; i++) {
                value = value << 8 | (data[at++] & 0xff);
            }
            bits += 32;
        } else if (at < end) {
            value = value << 8 | (data[at++] & 0xff);
            bits += 8;
        } else if (!exhausted) {
            exhausted = true;
            value <<= 8;
            bits += 8;
        } else {
            bits = 0;
        }
    }
}
