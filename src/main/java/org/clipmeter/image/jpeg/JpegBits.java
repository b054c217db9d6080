package org.clipmeter.image.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The Huffman-coded bits between two markers, without stuffed zeros. Zeros follow after their end, as libjpeg inserts
 * them; {@link #overrun} reports whether they were read.
 */
final class JpegBits {
    /** Natural position of each zigzag position. 16 more entries absorb runs of damaged data that leave the block. */
    static final int[] NATURAL = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63
    };

    /** The minimum number of valid bits in a {@link #window}. */
    static final int WINDOW = 57;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** More bytes than a unit of ten blocks can read after the end. */
    private static final int PADDING = 4096;

    /** The bytes without stuffed zeros, and padding zeros after them. */
    byte[] bytes = new byte[PADDING];

    /** The position of the next bit. */
    long position;

    private long end;
    private int start;
    private boolean terminated;

    /** Loads the bits up to the next marker, and reads that marker. Loads nothing if a marker is already waiting. */
    void load(JpegSource in) {
        start = in.at;
        position = 0;
        int count = 0;
        terminated = true;
        if (in.marker == 0) {
            count = unstuff(in);
        }
        Arrays.fill(bytes, count, Math.min(bytes.length, count + PADDING), (byte) 0);
        end = 8L * count;
    }

    private int unstuff(JpegSource in) {
        byte[] data = in.data;
        int count = 0;
        int from = start;
        int at = start;
        while (true) {
            while (at < data.length && data[at] != -1) {
                at++;
            }
            int first = at;
            while (at < data.length && data[at] == -1) {
                at++;
            }
            boolean stuffed = at < data.length && data[at] == 0;
            int run = (stuffed ? first + 1 : first) - from;
            if (bytes.length < count + run + PADDING) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, count + run + PADDING));
            }
            System.arraycopy(data, from, bytes, count, run);
            count += run;
            if (!stuffed) {
                break;
            }
            at++;
            from = at;
        }
        terminated = at < data.length;
        if (terminated) {
            in.marker = data[at] & 0xff;
            at++;
        }
        in.at = at;
        return count;
    }

    /** The offset in the file at which the bits begin. */
    int start() {
        return start;
    }

    /** Whether a marker, and not the end of the file, ends the bits. */
    boolean terminated() {
        return terminated;
    }

    /** Whether more bits were read than the file contains. */
    boolean overrun() {
        return position > end;
    }

    /** Whether whole bytes were left unread. */
    boolean leftover() {
        return end - position >= 8;
    }

    /** The offset in the file up to which bits were read. */
    int filePosition(byte[] data) {
        long wanted = Math.min(position, end) + 7 >> 3;
        int at = start;
        if (data.length <= JpegSource.BLOCK) {
            return start + (int) wanted;
        }
        for (long i = 0; i < wanted; i++) {
            if (data[at] == -1) {
                while (data[at] == -1) {
                    at++;
                }
            }
            at++;
        }
        return at;
    }

    /** At least 57 bits from a position on; the highest bit of the result is the first of them. */
    static long window(byte[] bytes, long position) {
        return (long) LONG.get(bytes, (int) (position >>> 3)) << (position & 7);
    }

    /** Reads a code and returns it as {@code bits << 8 | symbol}. */
    int symbol(HuffmanTable table, JpegSource in) {
        int code = table.code(window(bytes, position));
        if (HuffmanTable.isUnknown(code)) {
            in.damaged = true;
        }
        position += code >> 8;
        return code & 0xff;
    }

    /** Reads 1 to 16 bits. */
    int read(int count) {
        int value = (int) (window(bytes, position) >>> 64 - count);
        position += count;
        return value;
    }
}
