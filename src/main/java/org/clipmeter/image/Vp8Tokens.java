package org.clipmeter.image;

/** Reads VP8's coefficients (RFC 6386, section 13). */
final class Vp8Tokens {
    private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};
    private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};
    private static final int[][] EXTRA_BITS = {
        {173, 148, 140},
        {176, 155, 140, 135},
        {180, 157, 141, 134, 130},
        {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
    };

    private final Vp8Bits bits;
    private final int[] probabilities;

    Vp8Tokens(Vp8Bits bits, int[] probabilities) {
        this.bits = bits;
        this.probabilities = probabilities;
    }

    /** Reads a block's coefficients, multiplied by their steps, and returns the index after the last one. */
    int read(short[] out, int at, int type, int context, int first, int dcStep, int acStep) {
        int n = first;
        int p = index(type, n, context);
        while (n < 16) {
            if (bits.bit(probabilities[p]) == 0) {
                return n;
            }
            while (bits.bit(probabilities[p + 1]) == 0) {
                n++;
                if (n == 16) {
                    return 16;
                }
                p = index(type, n, 0);
            }
            int value = 1;
            int next = 1;
            if (bits.bit(probabilities[p + 2]) == 1) {
                value = large(p);
                next = 2;
            }
            int signed = bits.flag() ? -value : value;
            out[at + ZIGZAG[n]] = (short) (signed * (n > 0 ? acStep : dcStep));
            n++;
            p = index(type, n, next);
        }
        return 16;
    }

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

    private static int index(int type, int n, int context) {
        return ((type * 8 + BANDS[n]) * 3 + context) * 11;
    }

    /** Spreads the inverse transform of the second-order coefficients over the first coefficients of 16 luma blocks. */
    static void spread(short[] in, short[] out) {
        int[] t = new int[16];
        for (int i = 0; i < 4; i++) {
            int a0 = in[i] + in[12 + i];
            int a1 = in[4 + i] + in[8 + i];
            int a2 = in[4 + i] - in[8 + i];
            int a3 = in[i] - in[12 + i];
            t[i] = a0 + a1;
            t[8 + i] = a0 - a1;
            t[4 + i] = a3 + a2;
            t[12 + i] = a3 - a2;
        }
        for (int i = 0; i < 4; i++) {
            int dc = t[i * 4] + 3;
            int a0 = dc + t[3 + i * 4];
            int a1 = t[1 + i * 4] + t[2 + i * 4];
            int a2 = t[1 + i * 4] - t[2 + i * 4];
            int a3 = dc - t[3 + i * 4];
            out[i * 64] = (short) ((a0 + a1) >> 3);
            out[i * 64 + 16] = (short) ((a3 + a2) >> 3);
            out[i * 64 + 32] = (short) ((a0 - a1) >> 3);
            out[i * 64 + 48] = (short) ((a3 - a2) >> 3);
        }
    }
}
