package org.clipmeter.image.png;

import java.util.Arrays;

/**
 * A look-up table for one of deflate's Huffman codes (RFC 1951).
 *
 * <p>The low byte of each entry is how many bits it takes. An entry that is not negative stands for one or two bytes: the bytes are in
 * bits 8 to 23, their number is in the bits above. Negative entries are {@link #LONG}, {@link #END}, {@link #UNKNOWN}, or a base in
 * bits 8 to 23, to which the number in as many more bits as bits 24 to 27 say has to be added.
 */
final class InflationTable {
    /** Codes up to this number of bits need one look-up. */
    static final int LOOK = 11;

    static final int MASK = (1 << LOOK) - 1;

    /** Marks the beginning of a longer code; its base is where the entries for the rest of the code begin. */
    static final int LONG = 0xf000_0000;

    /** Marks the end of a block. */
    static final int END = 0xd000_0000;

    /** Marks a code that must not be used. */
    static final int UNKNOWN = 0xc000_0000;

    private static final int KIND = 0xf000_0000;
    private static final int WITH_BASE = 0x8000_0000;
    private static final int LONGEST = 15;
    private static final int SYMBOLS = 288;

    /** What bytes, lengths and the end of a block, distances, and lengths of codes stand for, by their symbols. */
    static final int[] LITERALS = literals();

    static final int[] DISTANCES = distances();
    static final int[] CODE_LENGTHS = codeLengths();

    /** For {@link #LOOK} bits each, then the entries for the rest of longer codes. */
    final int[] entries = new int[(1 << LOOK) + (SYMBOLS / 2 << LONGEST - LOOK)];

    /** Fills the table for the codes that have these lengths, 0 if they are not used; false unless they are a complete code. */
    boolean fill(byte[] lengths, int from, int number, int[] values) {
        int[] next = new int[LONGEST + 2];
        for (int i = 0; i < number; i++) {
            next[lengths[from + i] + 1]++;
        }
        next[1] = 0;
        for (int i = 1; i <= LONGEST; i++) {
            next[i + 1] = next[i] + next[i + 1] << 1;
        }
        if (next[LONGEST + 1] != 2 << LONGEST) {
            return false;
        }
        Arrays.fill(entries, 0, 1 << LOOK, 0);
        int free = 1 << LOOK;
        for (int i = 0; i < number; i++) {
            int length = lengths[from + i];
            if (length == 0) {
                continue;
            }
            int code = Integer.reverse(next[length]++) >>> 32 - length;
            int start = code;
            int end = 1 << LOOK;
            int step = 1 << length;
            if (length > LOOK) {
                int prefix = code & MASK;
                if (entries[prefix] == 0) {
                    entries[prefix] = LONG | free << 8;
                    free += 1 << LONGEST - LOOK;
                }
                int base = entries[prefix] >> 8 & 0xffff;
                start = base + (code >>> LOOK);
                end = base + (1 << LONGEST - LOOK);
                step = 1 << length - LOOK;
            }
            for (int j = start; j < end; j += step) {
                entries[j] = values[i] | length;
            }
        }
        return true;
    }

    /** Lets entries stand for two bytes if the codes of both fit. Goes downwards, so that the second is still an entry for one byte. */
    void pair() {
        for (int i = MASK; i >= 0; i--) {
            int entry = entries[i];
            if (entry < 0) {
                continue;
            }
            int used = entry & 0xff;
            int second = entries[i >>> used];
            if (second >= 0 && used + (second & 0xff) <= LOOK) {
                entries[i] = 2 << 24 | (second & 0xff00) << 8 | entry & 0xff00 | used + (second & 0xff);
            }
        }
    }

    /** The entry for the next bits. */
    int entry(long bits) {
        int entry = entries[(int) bits & MASK];
        if ((entry & KIND) == LONG) {
            int rest = (int) bits >>> LOOK & (1 << LONGEST - LOOK) - 1;
            return entries[(entry >> 8 & 0xffff) + rest];
        }
        return entry;
    }

    static boolean hasBase(int entry) {
        return (entry & KIND) == WITH_BASE;
    }

    static boolean isEnd(int entry) {
        return (entry & KIND) == END;
    }

    private static int[] literals() {
        int[] values = new int[SYMBOLS];
        for (int i = 0; i < 256; i++) {
            values[i] = 1 << 24 | i << 8;
        }
        values[256] = END;
        int base = 3;
        for (int i = 0; i < 28; i++) {
            int extra = Math.max(0, i / 4 - 1);
            values[257 + i] = WITH_BASE | extra << 24 | base << 8;
            base += 1 << extra;
        }
        values[285] = WITH_BASE | 258 << 8;
        values[286] = UNKNOWN;
        values[287] = UNKNOWN;
        return values;
    }

    private static int[] distances() {
        int[] values = new int[32];
        int base = 1;
        for (int i = 0; i < 30; i++) {
            int extra = Math.max(0, i / 2 - 1);
            values[i] = WITH_BASE | extra << 24 | base << 8;
            base += 1 << extra;
        }
        values[30] = UNKNOWN;
        values[31] = UNKNOWN;
        return values;
    }

    private static int[] codeLengths() {
        int[] values = new int[19];
        for (int i = 0; i < values.length; i++) {
            values[i] = WITH_BASE | i << 8;
        }
        return values;
    }
}
