package org.clipmeter.image.png;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Adler32;

/**
 * Inflates a whole zlib stream (RFC 1950 and 1951) whose size is known beforehand. This is faster than {@link java.util.zip.Inflater},
 * since one look-up can yield two bytes, and many codes are read between two checks.
 *
 * <p>It only accepts streams that are sound in every respect. For all others {@link #run} returns false, and the caller has to inflate
 * the stream with the usual class, which decides what is wrong with it.
 */
final class WholeInflation {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** Bytes that have to follow the stream in its array, since it is read ahead. */
    static final int INPUT_MARGIN = 32;

    /** How far beyond the end bytes are read while the last codes are decoded. */
    private static final int AHEAD = 8;

    /** Bytes behind the result, since more is written at once than needed. */
    private static final int MARGIN = 16;

    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private final byte[] in;
    private final int end;

    /** The next bytes to read, and the bits that were read but not used: {@link #count} of them, the next one lowest. */
    private int at;

    private long bits;
    private int count;

    /** The result, with a margin. */
    final byte[] out;

    private final int size;
    private int to;

    /** Where the code of the last byte of the result ends, in bits. */
    private long lastEnd;

    private final InflationTable literals = new InflationTable();
    private final InflationTable distances = new InflationTable();
    private final byte[] lengths = new byte[320];

    /**
     * @param in the stream up to {@code end}, followed by {@link #INPUT_MARGIN} more bytes
     * @param size how many bytes are expected
     */
    WholeInflation(byte[] in, int end, int size) {
        this.in = in;
        this.end = end;
        this.size = size;
        this.out = new byte[size + MARGIN];
    }

    /** How many bytes of the stream are needed for the whole result. */
    long needed() {
        return lastEnd + 7 >> 3;
    }

    /** Fills {@link #out}; false if the stream has any fault, or another size than expected. */
    boolean run() {
        if (end < 8 || (in[0] & 0x8f) != 8 || (in[1] & 0x20) != 0 || ((in[0] & 0xff) << 8 | in[1] & 0xff) % 31 != 0) {
            return false;
        }
        at = 2;
        boolean last = false;
        while (!last) {
            refill();
            last = take(1) == 1;
            int type = take(2);
            boolean sound = type == 0 ? stored() : type < 3 && tables(type == 1) && codes();
            if (!sound || position() > 8L * end) {
                return false;
            }
        }
        int checksum = (int) (position() + 7 >> 3);
        if (to != size || checksum + Integer.BYTES > end) {
            return false;
        }
        Adler32 adler = new Adler32();
        adler.update(out, 0, size);
        return (int) adler.getValue() == (int) INT.get(in, checksum);
    }

    /** Where the next bit is. */
    private long position() {
        return 8L * at - count;
    }

    /** Makes at least 56 bits available. */
    private void refill() {
        if (at <= end + AHEAD) {
            bits |= (long) LONG.get(in, at) << count;
            at += 63 - count >> 3;
            count |= 56;
        }
    }

    private int take(int number) {
        int value = (int) bits & (1 << number) - 1;
        bits >>>= number;
        count -= number;
        return value;
    }

    private boolean stored() {
        int from = (int) (position() + 7 >> 3);
        if (from + 4 > end) {
            return false;
        }
        int length = in[from] & 0xff | (in[from + 1] & 0xff) << 8;
        int inverse = in[from + 2] & 0xff | (in[from + 3] & 0xff) << 8;
        from += 4;
        if ((length ^ inverse) != 0xffff || length > end - from || length > size - to) {
            return false;
        }
        System.arraycopy(in, from, out, to, length);
        to += length;
        at = from + length;
        bits = 0;
        count = 0;
        if (length > 0) {
            lastEnd = position();
        }
        return true;
    }

    /** Makes the tables of a block; false if its codes are incomplete or ambiguous. */
    private boolean tables(boolean fixed) {
        if (fixed) {
            Arrays.fill(lengths, 0, 144, (byte) 8);
            Arrays.fill(lengths, 144, 256, (byte) 9);
            Arrays.fill(lengths, 256, 280, (byte) 7);
            Arrays.fill(lengths, 280, 288, (byte) 8);
            Arrays.fill(lengths, 288, 320, (byte) 5);
            return fill(288, 32);
        }
        int literalCodes = 257 + take(5);
        int distanceCodes = 1 + take(5);
        int lengthCodes = 4 + take(4);
        if (literalCodes > 286 || distanceCodes > 30) {
            return false;
        }
        Arrays.fill(lengths, 0, ORDER.length, (byte) 0);
        for (int i = 0; i < lengthCodes; i++) {
            refill();
            lengths[ORDER[i]] = (byte) take(3);
        }
        // The table of distances is free until the block's own distances are known.
        if (!distances.fill(lengths, 0, ORDER.length, InflationTable.CODE_LENGTHS)) {
            return false;
        }
        int total = literalCodes + distanceCodes;
        for (int i = 0; i < total; ) {
            refill();
            int entry = distances.entry(bits);
            take(entry & 0xff);
            int symbol = entry >> 8 & 0xff;
            if (symbol < 16) {
                lengths[i++] = (byte) symbol;
                continue;
            }
            int times = symbol == 16 ? 3 + take(2) : symbol == 17 ? 3 + take(3) : 11 + take(7);
            if (times > total - i || symbol == 16 && i == 0) {
                return false;
            }
            Arrays.fill(lengths, i, i + times, symbol == 16 ? lengths[i - 1] : 0);
            i += times;
        }
        return lengths[256] != 0 && fill(literalCodes, distanceCodes);
    }

    private boolean fill(int literalCodes, int distanceCodes) {
        if (!literals.fill(lengths, 0, literalCodes, InflationTable.LITERALS)
                || !distances.fill(lengths, literalCodes, distanceCodes, InflationTable.DISTANCES)) {
            return false;
        }
        literals.pair();
        return true;
    }

    /** Decodes a block's codes up to its end. */
    private boolean codes() {
        int[] table = literals.entries;
        byte[] source = in;
        byte[] target = out;
        long window = bits;
        int left = count;
        int from = at;
        int next = to;
        while (next <= size && from <= end + AHEAD) {
            window |= (long) LONG.get(source, from) << left;
            from += 63 - left >> 3;
            left |= 56;
            int entry = table[(int) window & InflationTable.MASK];
            // Three look-ups take at most 33 of the 56 bits.
            for (int i = 0; i < 3 && entry >= 0; i++) {
                SHORT.set(target, next, (short) (entry >> 8));
                next += entry >> 24;
                window >>>= entry;
                left -= entry & 0xff;
                entry = table[(int) window & InflationTable.MASK];
            }
            if (entry >= 0) {
                continue;
            }
            entry = literals.entry(window);
            long codeAt = 8L * from - left;
            window >>>= entry;
            left -= entry & 0xff;
            if (entry >= 0) {
                target[next++] = (byte) (entry >> 8);
                continue;
            }
            if (!InflationTable.hasBase(entry)) {
                bits = window;
                count = left;
                at = from;
                lastEnd = next > to ? codeAt : lastEnd;
                to = next;
                return InflationTable.isEnd(entry);
            }
            int extra = entry >> 24 & 15;
            int length = (entry >> 8 & 0xffff) + ((int) window & (1 << extra) - 1);
            window >>>= extra;
            left -= extra;
            window |= (long) LONG.get(source, from) << left;
            from += 63 - left >> 3;
            left |= 56;
            entry = distances.entry(window);
            window >>>= entry;
            extra = entry >> 24 & 15;
            int distance = (entry >> 8 & 0xffff) + ((int) window & (1 << extra) - 1);
            window >>>= extra;
            left -= (entry & 0xff) + extra;
            if (!InflationTable.hasBase(entry) || distance > next || length > size - next) {
                return false;
            }
            copy(target, next, distance, length);
            next += length;
        }
        return false;
    }

    /** Repeats bytes; if they lie far enough apart, eight at once, which may write up to seven too many. */
    private static void copy(byte[] bytes, int to, int distance, int length) {
        if (distance >= Long.BYTES) {
            for (int i = 0; i < length; i += Long.BYTES) {
                LONG.set(bytes, to + i, (long) LONG.get(bytes, to + i - distance));
            }
        } else {
            for (int i = to; i < to + length; i++) {
                bytes[i] = bytes[i - distance];
            }
        }
    }
}
