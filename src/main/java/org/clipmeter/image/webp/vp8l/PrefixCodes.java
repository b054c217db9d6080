package org.clipmeter.image.webp.vp8l;

import java.util.Arrays;

/**
 * Lookup tables of VP8L's prefix codes (RFC 9649, section 3.7.2), one after the other in an array.
 *
 * <p>An entry has a length above {@link #LENGTH_SHIFT} and a value below it. The first table of a code is indexed by
 * the next 8 bits. A length of up to 8 is a code's length, and the value is its symbol. A greater length is the length
 * of the longest code in a second table, and the value is where that table starts, counted from the first. A code with
 * a single symbol takes no bits and has a single entry.
 */
final class PrefixCodes {
    static final int ROOT_BITS = 8;
    static final int LENGTH_SHIFT = 16;
    static final int VALUE_MASK = 0xffff;
    static final int LONGEST = 15;

    private static final int ROOT_SIZE = 1 << ROOT_BITS;

    private int[] entries = new int[4 * ROOT_SIZE];
    private int used;
    private final int[] next = new int[LONGEST + 2];
    private final int[] longest = new int[ROOT_SIZE];

    int[] entries() {
        return entries;
    }

    /** The mask of the bits that index the first table at {@code root}. */
    int mask(int root) {
        return entries[root] >>> LENGTH_SHIFT == 0 ? 0 : ROOT_SIZE - 1;
    }

    void clear() {
        used = 0;
    }

    /**
     * Whether the lengths of {@code size} symbols, 0 for an absent one, belong to a complete code or to a single
     * symbol.
     */
    static boolean isComplete(int[] lengths, int size) {
        int symbols = 0;
        int space = 0;
        for (int i = 0; i < size; i++) {
            if (lengths[i] > 0) {
                symbols++;
                space += 1 << LONGEST - lengths[i];
            }
        }
        return symbols == 1 || space == 1 << LONGEST;
    }

    /** Adds the table of a complete code and returns its start. */
    int add(int[] lengths, int size) {
        int root = used;
        Arrays.fill(next, 0);
        int symbols = 0;
        int last = 0;
        for (int i = 0; i < size; i++) {
            if (lengths[i] > 0) {
                next[lengths[i] + 1]++;
                symbols++;
                last = i;
            }
        }
        if (symbols == 1) {
            grow(1);
            entries[root] = last;
            return root;
        }
        for (int length = 1, code = 0; length <= LONGEST; length++) {
            code = code + next[length] << 1;
            next[length] = code;
        }
        int[] codes = new int[size];
        Arrays.fill(longest, 0);
        for (int i = 0; i < size; i++) {
            int length = lengths[i];
            if (length > 0) {
                codes[i] = Integer.reverse(next[length]++) >>> Integer.SIZE - length;
                if (length > ROOT_BITS) {
                    int low = codes[i] & (ROOT_SIZE - 1);
                    longest[low] = Math.max(longest[low], length);
                }
            }
        }
        grow(ROOT_SIZE);
        for (int low = 0; low < ROOT_SIZE; low++) {
            if (longest[low] > 0) {
                entries[root + low] = longest[low] << LENGTH_SHIFT | used - root;
                grow(1 << longest[low] - ROOT_BITS);
            }
        }
        for (int i = 0; i < size; i++) {
            if (lengths[i] > 0) {
                put(root, codes[i], lengths[i], i);
            }
        }
        return root;
    }

    private void put(int root, int code, int length, int symbol) {
        if (length <= ROOT_BITS) {
            int entry = length << LENGTH_SHIFT | symbol;
            for (int i = code; i < ROOT_SIZE; i += 1 << length) {
                entries[root + i] = entry;
            }
            return;
        }
        int pointer = entries[root + (code & (ROOT_SIZE - 1))];
        int size = 1 << (pointer >>> LENGTH_SHIFT) - ROOT_BITS;
        int table = root + (pointer & VALUE_MASK);
        int entry = length - ROOT_BITS << LENGTH_SHIFT | symbol;
        for (int i = code >>> ROOT_BITS; i < size; i += 1 << length - ROOT_BITS) {
            entries[table + i] = entry;
        }
    }

    private void grow(int count) {
        if (used + count > entries.length) {
            entries = Arrays.copyOf(entries, Math.addExact(used + count, used / 2));
        }
        used += count;
    }
}
