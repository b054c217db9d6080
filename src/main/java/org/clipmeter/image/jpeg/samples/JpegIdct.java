package org.clipmeter.image.jpeg.samples;

import java.util.Arrays;

/**
 * libjpeg's accurate integer inverse cosine transform ("islow"), bit for bit: two passes of Loeffler, Ligtenberg and Moschytz's
 * algorithm with 13 fractional bits.
 *
 * <p>Damaged data can hold coefficients that no picture has. libjpeg-turbo computes those in 16-bit lanes that wrap and saturate;
 * {@link #exact} does the same, the fast way is taken for sums that can't leave 16 bits.
 */
public final class JpegIdct {
    /** The set of nonzero positions if a block's values may leave 16 bits on the way. */
    public static final long LARGE = 0;

    /** The largest sum of dequantized magnitudes in a block for which no intermediate value leaves 16 bits. */
    public static final int SAFE_SUM = 5800;

    private static final long COLUMN = 0x0101010101010101L;
    private static final int BITS = 13;
    private static final int FIRST_SHIFT = BITS - 2;
    private static final int SECOND_SHIFT = BITS + 2 + 3;
    private static final int FIRST_HALF = 1 << FIRST_SHIFT - 1;

    /** Rounds the second pass and moves samples from -128 .. 127 to 0 .. 255. */
    private static final int SECOND_HALF = (1 << SECOND_SHIFT - 1) + (128 << SECOND_SHIFT);

    private static final int F0_298 = 2446;
    private static final int F0_390 = 3196;
    private static final int F0_541 = 4433;
    private static final int F0_765 = 6270;
    private static final int F0_899 = 7373;
    private static final int F1_175 = 9633;
    private static final int F1_501 = 12299;
    private static final int F1_847 = 15137;
    private static final int F1_961 = 16069;
    private static final int F2_053 = 16819;
    private static final int F2_562 = 20995;
    private static final int F3_072 = 25172;

    private final int[] columns = new int[64];
    private final int[] line = new int[8];

    /** The positions of nonzero coefficients in a block, the first always among them, or {@link #LARGE}. */
    public static long nonzero(short[] coefficients, int at, int[] quantization) {
        long set = 1;
        int sum = 0;
        for (int i = 0; i < 64; i++) {
            int value = coefficients[at + i];
            if (value != 0) {
                set |= 1L << i;
                sum += Math.min(Math.abs(value * quantization[i]), SAFE_SUM);
            }
        }
        return sum < SAFE_SUM ? set : LARGE;
    }

    /**
     * Dequantizes and transforms 64 coefficients in natural order to 8 rows of samples.
     *
     * @param set the positions that may be nonzero, or {@link #LARGE}
     */
    public void transform(
            short[] coefficients, int at, int[] quantization, long set, int[] samples, int out, int stride) {
        if (set == 1) {
            int level = clip((coefficients[at] * quantization[0] + 4 >> 3) + 128);
            for (int y = 0, to = out; y < 8; y++, to += stride) {
                Arrays.fill(samples, to, to + 8, level);
            }
        } else if (set == LARGE) {
            exact(coefficients, at, quantization, samples, out, stride);
        } else {
            for (int x = 0; x < 8; x++) {
                column(coefficients, at + x, quantization, x, set >>> x & COLUMN);
            }
            for (int y = 0, to = out; y < 8; y++, to += stride) {
                row(y * 8, samples, to);
            }
        }
    }

    private void column(short[] coefficients, int at, int[] quantization, int x, long set) {
        int[] w = columns;
        if (set <= 1) {
            int level = coefficients[at] * quantization[x] << 2;
            w[x] = level;
            w[x + 8] = level;
            w[x + 16] = level;
            w[x + 24] = level;
            w[x + 32] = level;
            w[x + 40] = level;
            w[x + 48] = level;
            w[x + 56] = level;
            return;
        }
        int z2 = coefficients[at + 16] * quantization[x + 16];
        int z3 = coefficients[at + 48] * quantization[x + 48];
        int z1 = (z2 + z3) * F0_541;
        int t2 = z1 - z3 * F1_847;
        int t3 = z1 + z2 * F0_765;
        z2 = coefficients[at] * quantization[x];
        z3 = coefficients[at + 32] * quantization[x + 32];
        int t0 = (z2 + z3 << BITS) + FIRST_HALF;
        int t1 = (z2 - z3 << BITS) + FIRST_HALF;
        int e0 = t0 + t3;
        int e3 = t0 - t3;
        int e1 = t1 + t2;
        int e2 = t1 - t2;
        t0 = coefficients[at + 56] * quantization[x + 56];
        t1 = coefficients[at + 40] * quantization[x + 40];
        t2 = coefficients[at + 24] * quantization[x + 24];
        t3 = coefficients[at + 8] * quantization[x + 8];
        z1 = (t0 + t3) * -F0_899;
        z2 = (t1 + t2) * -F2_562;
        z3 = t0 + t2;
        int z4 = t1 + t3;
        int z5 = (z3 + z4) * F1_175;
        z3 = z5 - z3 * F1_961;
        z4 = z5 - z4 * F0_390;
        t0 = t0 * F0_298 + z1 + z3;
        t1 = t1 * F2_053 + z2 + z4;
        t2 = t2 * F3_072 + z2 + z3;
        t3 = t3 * F1_501 + z1 + z4;
        w[x] = e0 + t3 >> FIRST_SHIFT;
        w[x + 56] = e0 - t3 >> FIRST_SHIFT;
        w[x + 8] = e1 + t2 >> FIRST_SHIFT;
        w[x + 48] = e1 - t2 >> FIRST_SHIFT;
        w[x + 16] = e2 + t1 >> FIRST_SHIFT;
        w[x + 40] = e2 - t1 >> FIRST_SHIFT;
        w[x + 24] = e3 + t0 >> FIRST_SHIFT;
        w[x + 32] = e3 - t0 >> FIRST_SHIFT;
    }

    private void row(int from, int[] samples, int to) {
        int[] w = columns;
        int z2 = w[from + 2];
        int z3 = w[from + 6];
        int z1 = (z2 + z3) * F0_541;
        int t2 = z1 - z3 * F1_847;
        int t3 = z1 + z2 * F0_765;
        z2 = w[from];
        z3 = w[from + 4];
        int t0 = (z2 + z3 << BITS) + SECOND_HALF;
        int t1 = (z2 - z3 << BITS) + SECOND_HALF;
        int e0 = t0 + t3;
        int e3 = t0 - t3;
        int e1 = t1 + t2;
        int e2 = t1 - t2;
        t0 = w[from + 7];
        t1 = w[from + 5];
        t2 = w[from + 3];
        t3 = w[from + 1];
        z1 = (t0 + t3) * -F0_899;
        z2 = (t1 + t2) * -F2_562;
        z3 = t0 + t2;
        int z4 = t1 + t3;
        int z5 = (z3 + z4) * F1_175;
        z3 = z5 - z3 * F1_961;
        z4 = z5 - z4 * F0_390;
        t0 = t0 * F0_298 + z1 + z3;
        t1 = t1 * F2_053 + z2 + z4;
        t2 = t2 * F3_072 + z2 + z3;
        t3 = t3 * F1_501 + z1 + z4;
        samples[to] = clip(e0 + t3 >> SECOND_SHIFT);
        samples[to + 1] = clip(e1 + t2 >> SECOND_SHIFT);
        samples[to + 2] = clip(e2 + t1 >> SECOND_SHIFT);
        samples[to + 3] = clip(e3 + t0 >> SECOND_SHIFT);
        samples[to + 4] = clip(e3 - t0 >> SECOND_SHIFT);
        samples[to + 5] = clip(e2 - t1 >> SECOND_SHIFT);
        samples[to + 6] = clip(e1 - t2 >> SECOND_SHIFT);
        samples[to + 7] = clip(e0 - t3 >> SECOND_SHIFT);
    }

    /** The same transform in libjpeg-turbo's 16-bit lanes. */
    private void exact(short[] coefficients, int at, int[] quantization, int[] samples, int out, int stride) {
        int[] w = columns;
        boolean firstRowOnly = true;
        for (int i = 0; i < 64; i++) {
            w[i] = (short) (coefficients[at + i] * quantization[i]);
            firstRowOnly &= i < 8 || coefficients[at + i] == 0;
        }
        for (int x = 0; x < 8; x++) {
            if (firstRowOnly) {
                int level = (short) (w[x] << 2);
                for (int y = 0; y < 8; y++) {
                    w[y * 8 + x] = level;
                }
            } else {
                line(x, 8, FIRST_SHIFT);
                for (int y = 0; y < 8; y++) {
                    w[y * 8 + x] = line[y];
                }
            }
        }
        for (int y = 0, to = out; y < 8; y++, to += stride) {
            line(y * 8, 1, SECOND_SHIFT);
            for (int x = 0; x < 8; x++) {
                samples[to + x] = clip(line[x] + 128);
            }
        }
    }

    private void line(int from, int step, int shift) {
        int in0 = columns[from];
        int in1 = columns[from + step];
        int in2 = columns[from + 2 * step];
        int in3 = columns[from + 3 * step];
        int in4 = columns[from + 4 * step];
        int in5 = columns[from + 5 * step];
        int in6 = columns[from + 6 * step];
        int in7 = columns[from + 7 * step];
        int t0 = (short) (in0 + in4) << BITS;
        int t1 = (short) (in0 + (short) -in4) << BITS;
        int t2 = in2 * F0_541 + in6 * (F0_541 - F1_847);
        int t3 = in2 * (F0_541 + F0_765) + in6 * F0_541;
        int z3 = (short) (in7 + in3);
        int z4 = (short) (in5 + in1);
        int odd3 = z3 * (F1_175 - F1_961) + z4 * F1_175;
        int odd4 = z3 * F1_175 + z4 * (F1_175 - F0_390);
        int o0 = in7 * (F0_298 - F0_899) - in1 * F0_899 + odd3;
        int o1 = in5 * (F2_053 - F2_562) - in3 * F2_562 + odd4;
        int o2 = in3 * (F3_072 - F2_562) - in5 * F2_562 + odd3;
        int o3 = in1 * (F1_501 - F0_899) - in7 * F0_899 + odd4;
        put(0, t0 + t3, o3, shift);
        put(1, t1 + t2, o2, shift);
        put(2, t1 - t2, o1, shift);
        put(3, t0 - t3, o0, shift);
    }

    private void put(int index, int even, int odd, int shift) {
        int half = 1 << shift - 1;
        line[index] = Math.max(-32768, Math.min(32767, even + odd + half >> shift));
        line[7 - index] = Math.max(-32768, Math.min(32767, even - odd + half >> shift));
    }

    private static int clip(int level) {
        return (level & ~255) == 0 ? level : ~level >> 31 & 255;
    }
}
