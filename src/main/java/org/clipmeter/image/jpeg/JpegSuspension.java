package org.clipmeter.image.jpeg;

import java.util.List;

/**
 * Determines whether libjpeg-turbo can decode Huffman-coded data that does not end with a marker.
 *
 * <p>libjpeg reads ahead into a register of 64 bits. It waits for more data as soon as that register can't be filled,
 * even if the register already contains the bits of the last block; Pillow then reports a truncated file. Whether the
 * last fill succeeds can only be found by simulating the register: this class does that, with the same two ways of
 * filling it as libjpeg-turbo on 64-bit machines.
 */
final class JpegSuspension {
    /** Bytes per block of a unit that must be available for the fast way. */
    private static final int FAST_BYTES = 512;

    private static final int FAST_LEVEL = 16;
    private static final int FAST_FILL = 6;
    private static final int FULL = 57;
    private static final int LOOK_AHEAD = 8;

    private final byte[] data;
    private final byte[] bits;
    private int at;
    private int limit;

    /** The number of unused bits in the register, and the position of the first of them among the unstuffed bits. */
    private int left;

    private long position;
    private boolean waiting;
    private boolean marker;

    /**
     * Prepares the simulation.
     *
     * @param data the file
     * @param start the offset in the file at which the coded data begins
     * @param bits the coded data without stuffed zeros
     */
    JpegSuspension(byte[] data, int start, byte[] bits) {
        this.data = data;
        this.bits = bits;
        at = start;
        limit = 0;
        extend(start);
    }

    private void extend(int to) {
        do {
            limit = (int) Math.min((long) limit + JpegSource.BLOCK, data.length);
        } while (limit < to);
    }

    /**
     * The end of the last block that Pillow passes until all units are decoded, or -1 if Pillow reports a truncated
     * file.
     */
    int end(List<Tables> blocks, long units, boolean restarts) {
        for (long unit = 0; unit < units; unit++) {
            int savedAt = at;
            int savedLeft = left;
            long savedPosition = position;
            boolean fast = !restarts && limit - at >= FAST_BYTES * blocks.size();
            while (!unit(blocks, fast)) {
                at = savedAt;
                left = savedLeft;
                position = savedPosition;
                if (waiting) {
                    if (limit == data.length) {
                        return -1;
                    }
                    extend(0);
                    fast = !restarts && limit - at >= FAST_BYTES * blocks.size();
                } else {
                    fast = false;
                }
            }
        }
        return limit;
    }

    /** The tables of one block of a unit. */
    record Tables(HuffmanTable dc, HuffmanTable ac) {}

    private boolean unit(List<Tables> blocks, boolean fast) {
        waiting = false;
        marker = false;
        for (Tables tables : blocks) {
            value(symbol(tables.dc, fast), fast);
            for (int k = 1; k < 64 && !waiting; k++) {
                int symbol = symbol(tables.ac, fast);
                k += symbol >> 4;
                if ((symbol & 15) != 0) {
                    value(symbol & 15, fast);
                } else if (symbol != 0xf0) {
                    break;
                }
            }
        }
        return !waiting && !marker;
    }

    private int symbol(HuffmanTable table, boolean fast) {
        int code = table.code(JpegBits.window(bits, position));
        int length = code >> 8;
        if (fast) {
            fillFast();
            take(length);
            return code & 0xff;
        }
        need(LOOK_AHEAD);
        if (length <= LOOK_AHEAD) {
            take(length);
        } else {
            need(LOOK_AHEAD + 1);
            take(LOOK_AHEAD + 1);
            for (int i = LOOK_AHEAD + 1; i < length; i++) {
                need(1);
                take(1);
            }
        }
        return code & 0xff;
    }

    private void value(int size, boolean fast) {
        if (size == 0) {
            return;
        }
        if (fast) {
            fillFast();
        } else {
            need(size);
        }
        take(size);
    }

    private void take(int count) {
        left -= count;
        position += count;
    }

    private void need(int count) {
        if (left >= count) {
            return;
        }
        while (left < FULL) {
            boolean stuffed = false;
            do {
                if (at >= limit) {
                    waiting = true;
                    // The unit will be decoded again after more data has arrived; the bits consumed until then don't
                    // matter.
                    left = Integer.MAX_VALUE / 2;
                    return;
                }
                stuffed |= data[at] == -1;
                at++;
            } while (stuffed && data[at - 1] == -1);
            left += 8;
        }
    }

    private void fillFast() {
        if (left > FAST_LEVEL) {
            return;
        }
        for (int i = 0; i < FAST_FILL && at + 1 < data.length; i++) {
            if (data[at] == -1) {
                marker |= data[at + 1] != 0;
                at++;
            }
            at++;
            left += 8;
        }
    }
}
