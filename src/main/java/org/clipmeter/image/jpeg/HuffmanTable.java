package org.clipmeter.image.jpeg;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;

/** A Huffman table of a JPEG, with look-up tables for its short codes. */
final class HuffmanTable {
    /** How many bits the look-up tables decode at once. */
    static final int LOOK = 10;

    /** How many bits libjpeg reads before it recognizes that a code is unknown. */
    private static final int UNKNOWN_BITS = 17;

    private static final String[] STANDARD = {
        "00010501010101010100000000000000000102030405060708090a0b",
        "00030101010101010101010000000000000102030405060708090a0b",
        "0002010303020403050504040000017d01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282"
                + "090a161718191a25262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a83848586"
                + "8788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3"
                + "e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa",
        "00020102040403040705040400010277000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a"
                + "162434e125f11718191a262728292a35363738393a434445464748494a535455565758595a636465666768696a737475767778797a8283"
                + "8485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9da"
                + "e2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa",
    };

    /**
     * What the next {@link #LOOK} bits mean: {@code value << 16 | advance << 8 | bits} if they contain a whole
     * coefficient, where {@code advance} is one more than the number of zeros before it. If {@code value} is 0,
     * {@code advance} 16 skips zeros, and 64 ends the block. 0 if they contain less.
     */
    final int[] coefficients = new int[1 << LOOK];

    private final int[] counts;
    private final int[] symbols;

    /** The code that the next {@link #LOOK} bits begin with, as {@code bits << 8 | symbol}; 0 if it is longer. */
    private final short[] codes = new short[1 << LOOK];

    private final int[] largest = new int[UNKNOWN_BITS + 1];
    private final int[] offsets = new int[UNKNOWN_BITS + 1];
    private boolean derived;

    /**
     * A table as a file defines it.
     *
     * @param counts the number of codes of each length from 1 to 16 bits; index 0 is not used
     * @param symbols 256 values, starting with those of the shortest codes
     */
    HuffmanTable(int[] counts, int[] symbols) {
        this.counts = counts;
        this.symbols = symbols;
    }

    /** A table from annex K.3 of the standard, for slot 0 (luma) or 1 (chroma). */
    static HuffmanTable standard(boolean dc, int slot) {
        String digits = STANDARD[(dc ? 0 : 2) + slot];
        int[] counts = new int[17];
        int[] symbols = new int[256];
        for (int i = 0; i * 2 < digits.length(); i++) {
            int value = Integer.parseInt(digits, i * 2, i * 2 + 2, 16);
            if (i < 16) {
                counts[i + 1] = value;
            } else {
                symbols[i - 16] = value;
            }
        }
        return new HuffmanTable(counts, symbols);
    }

    /** Checks the table and fills its look-up tables; called when a scan uses it. */
    HuffmanTable forScan(boolean dc) throws ImageException {
        if (!derived) {
            derive();
            derived = true;
        }
        if (dc) {
            int used = 0;
            for (int bits = 1; bits <= 16; bits++) {
                used += counts[bits];
            }
            for (int i = 0; i < used; i++) {
                if (symbols[i] > 15) {
                    throw new ImageException(
                            Reason.CORRUPT,
                            "a Huffman table for DC has the symbol " + symbols[i] + ", expected at most 15");
                }
            }
        }
        return this;
    }

    private void derive() throws ImageException {
        int code = 0;
        int index = 0;
        for (int bits = 1; bits <= 16; bits++) {
            offsets[bits] = index - code;
            for (int i = 0; i < counts[bits]; i++) {
                if (code < 1 << bits && bits <= LOOK) {
                    look(code, bits, symbols[index]);
                }
                code++;
                index++;
            }
            largest[bits] = counts[bits] > 0 ? code - 1 : -1;
            if (counts[bits] > 0 && code >= 1 << bits) {
                throw new ImageException(
                        Reason.CORRUPT, "a Huffman table has more codes of " + bits + " bits than are possible");
            }
            code <<= 1;
        }
        largest[UNKNOWN_BITS] = Integer.MAX_VALUE;
    }

    private void look(int code, int bits, int symbol) {
        int free = LOOK - bits;
        int from = code << free;
        int run = symbol >> 4;
        int size = symbol & 15;
        for (int i = from; i < from + (1 << free); i++) {
            codes[i] = (short) (bits << 8 | symbol);
            if (size == 0) {
                coefficients[i] = (run == 15 ? 16 : 64) << 8 | bits;
            } else if (size <= free) {
                int value = extend(i >> free - size & (1 << size) - 1, size);
                coefficients[i] = value << 16 | run + 1 << 8 | bits + size;
            }
        }
    }

    /** The next code in a window of bits, as {@code bits << 8 | symbol}. An unknown code takes 17 bits and means 0. */
    int code(long window) {
        int known = codes[(int) (window >>> 64 - LOOK)];
        if (known != 0) {
            return known;
        }
        int bits = LOOK + 1;
        while (window >>> 64 - bits > largest[bits]) {
            bits++;
        }
        if (bits == UNKNOWN_BITS) {
            return UNKNOWN_BITS << 8;
        }
        return bits << 8 | symbols[(int) (window >>> 64 - bits) + offsets[bits]];
    }

    /** Whether {@link #code} did not find a code. */
    static boolean isUnknown(int code) {
        return code == UNKNOWN_BITS << 8;
    }

    /** The signed value of {@code size} bits, EXTEND in the standard. */
    static int extend(int bits, int size) {
        return bits + (bits - (1 << size - 1) >> 31 & (-1 << size) + 1);
    }
}
