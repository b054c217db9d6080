package org.clipmeter.image.webp.vp8;

/** Reads VP8's coefficients (RFC 6386, section 13). */
final class Vp8Tokens {
    private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};

    /** How many probabilities a context has: one for each node of the tree of tokens. */
    private static final int NODES = 11;

    private static final int CONTEXTS = 3 * NODES;

    /** Where the probabilities for a coefficient's band start. The last entry belongs to no coefficient; it is only looked up. */
    private static final int[] BANDS = bands(0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0);

    private static final int[][] EXTRA_BITS = {
        {173, 148, 140},
        {176, 155, 140, 135},
        {180, 157, 141, 134, 130},
        {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
    };

    /** More bits than a small coefficient uses: each of its three decisions uses up to 7 bits, its sign 1. */
    private static final int ENOUGH = 23;

    private final Vp8Bits bits;
    private final int[] probabilities;

    Vp8Tokens(Vp8Bits bits, int[] probabilities) {
        this.bits = bits;
        this.probabilities = probabilities;
    }

    /** Reads a block's coefficients, multiplies them by their steps, and returns the index after the last one. */
    int read(short[] out, int at, int type, int context, int first, int dcStep, int acStep) {
        int bands = type * 8 * CONTEXTS;
        int p = bands + BANDS[first] + context * NODES;
        boolean afterZero = false;
        long value = bits.value;
        int spare = bits.spare;
        int range = bits.range;
        byte[] shifts = Vp8Bits.SHIFTS;
        int[] ranges = Vp8Bits.RANGES;
        int n = first;
        while (n < 16) {
            if (spare < ENOUGH) {
                bits.value = value;
                bits.spare = spare;
                if (!bits.hasWord()) {
                    bits.range = range;
                    return readAtTheEnd(out, at, bands, p, n, afterZero, dcStep, acStep);
                }
                bits.loadWord();
                value = bits.value;
                spare = bits.spare;
            }
            int split;
            long edge;
            if (!afterZero) {
                split = range * probabilities[p] >> 8;
                edge = (long) (split + 1) << Vp8Bits.WINDOW;
                if (value < edge) {
                    bits.value = value << shifts[split];
                    bits.spare = spare - shifts[split];
                    bits.range = ranges[split];
                    return n;
                }
                range -= split + 1;
                value = value - edge << shifts[range];
                spare -= shifts[range];
                range = ranges[range];
            }
            split = range * probabilities[p + 1] >> 8;
            edge = (long) (split + 1) << Vp8Bits.WINDOW;
            if (value < edge) {
                value <<= shifts[split];
                spare -= shifts[split];
                range = ranges[split];
                n++;
                p = bands + BANDS[n];
                afterZero = true;
                continue;
            }
            range -= split + 1;
            value = value - edge << shifts[range];
            spare -= shifts[range];
            range = ranges[range];
            afterZero = false;
            split = range * probabilities[p + 2] >> 8;
            edge = (long) (split + 1) << Vp8Bits.WINDOW;
            if (value >= edge) {
                range -= split + 1;
                bits.value = value - edge << shifts[range];
                bits.spare = spare - shifts[range];
                bits.range = ranges[range];
                out[at + ZIGZAG[n]] = (short) (signed(large(p)) * (n > 0 ? acStep : dcStep));
                value = bits.value;
                spare = bits.spare;
                range = bits.range;
                n++;
                p = bands + BANDS[n] + 2 * NODES;
                continue;
            }
            value <<= shifts[split];
            spare -= shifts[split];
            range = ranges[split];
            // A sign always uses one bit. Since signs are unpredictable, a branch would be slow here.
            edge = (long) ((range >> 1) + 1) << Vp8Bits.WINDOW;
            int sign = (int) (edge - 1 - value >> 63);
            value = value - (edge & sign) << 1;
            spare--;
            range = range + sign | 1;
            int step = n > 0 ? acStep : dcStep;
            out[at + ZIGZAG[n]] = (short) ((step ^ sign) - sign);
            n++;
            p = bands + BANDS[n] + NODES;
        }
        bits.value = value;
        bits.spare = spare;
        bits.range = range;
        return 16;
    }

    /** Reads the rest of a block bit by bit, because the partition may end within it. */
    private int readAtTheEnd(
            short[] out, int at, int bands, int from, int first, boolean afterZero, int dcStep, int acStep) {
        int p = from;
        boolean mayEnd = !afterZero;
        for (int n = first; n < 16; ) {
            if (mayEnd && bits.bit(probabilities[p]) == 0) {
                return n;
            }
            mayEnd = bits.bit(probabilities[p + 1]) == 1;
            if (!mayEnd) {
                n++;
                p = bands + BANDS[n];
                continue;
            }
            boolean one = bits.bit(probabilities[p + 2]) == 0;
            int magnitude = one ? 1 : large(p);
            out[at + ZIGZAG[n]] = (short) (signed(magnitude) * (n > 0 ? acStep : dcStep));
            n++;
            p = bands + BANDS[n] + (one ? NODES : 2 * NODES);
        }
        return 16;
    }

    private int signed(int magnitude) {
        return bits.flag() ? -magnitude : magnitude;
    }

    /** Reads a magnitude of at least 2. */
    private int large(int p) {
        if (bits.bit(probabilities[p + 3]) == 0) {
            return bits.bit(probabilities[p + 4]) == 0 ? 2 : 3 + bits.bit(probabilities[p + 5]);
        }
        if (bits.bit(probabilities[p + 6]) == 0) {
            if (bits.bit(probabilities[p + 7]) == 0) {
                return 5 + bits.bit(159);
            }
            int high = 2 * bits.bit(165);
            return 7 + high + bits.bit(145);
        }
        int high = bits.bit(probabilities[p + 8]);
        int category = 2 * high + bits.bit(probabilities[p + 9 + high]);
        int extra = 0;
        for (int probability : EXTRA_BITS[category]) {
            extra = 2 * extra + bits.bit(probability);
        }
        return extra + 3 + (8 << category);
    }

    private static int[] bands(int... bands) {
        int[] offsets = new int[bands.length];
        for (int i = 0; i < bands.length; i++) {
            offsets[i] = bands[i] * CONTEXTS;
        }
        return offsets;
    }
}
