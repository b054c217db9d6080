package org.clipmeter.image.jpeg.samples;

import java.util.Arrays;

/**
 * libjpeg's accurate integer inverse cosine transform ("islow"), bit for bit: two passes of Loeffler, Ligtenberg and
 * Moschytz's algorithm with 13 fractional bits.
 *
 * <p>Damaged data can contain coefficients that never occur in a picture. libjpeg-turbo computes them in 16-bit lanes
 * that wrap and saturate, and {@link #exact} does the same. The fast way is used for sums that can't exceed 16 bits.
 */
public final class JpegIdct {
    /** The set of nonzero positions for a block whose intermediate values may exceed 16 bits. */
    public static final long LARGE = 0;

    /** The largest sum of dequantized magnitudes in a block for which no intermediate value exceeds 16 bits. */
    public static final int SAFE_SUM = 5800;

    private static final long COLUMN = 0x0101010101010101L;
    private static final int BITS = 13;
    private static final int FIRST_SHIFT = BITS - 2;
    private static final int SECOND_SHIFT = BITS + 2 + 3;
    private static final int FIRST_HALF = 1 << FIRST_SHIFT - 1;

    /** Rounds the second pass and shifts samples from -128 .. 127 to 0 .. 255. */
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

    /** What the coefficients 0, 2, 4 and 6 contribute to the samples 0 to 3, and to 7 to 4. */
    private static final int[][] EVEN = {
        {1 << BITS, F0_541 + F0_765, 1 << BITS, F0_541},
        {1 << BITS, F0_541, -1 << BITS, F0_541 - F1_847},
        {1 << BITS, -F0_541, -1 << BITS, F1_847 - F0_541},
        {1 << BITS, -F0_541 - F0_765, 1 << BITS, -F0_541}
    };

    /** What the coefficients 1, 3, 5 and 7 contribute to the samples 0 to 3, and with opposite sign to 7 to 4. */
    private static final int[][] ODD = {
        {F1_501 - F0_899 + F1_175 - F0_390, F1_175, F1_175 - F0_390, F1_175 - F0_899},
        {F1_175, F3_072 - F2_562 + F1_175 - F1_961, F1_175 - F2_562, F1_175 - F1_961},
        {F1_175 - F0_390, F1_175 - F2_562, F2_053 - F2_562 + F1_175 - F0_390, F1_175},
        {F1_175 - F0_899, F1_175 - F1_961, F1_175, F0_298 - F0_899 + F1_175 - F1_961}
    };

    /** The number of blocks that are transformed together. */
    private static final int BATCH = 32;

    /**
     * Coefficients of a batch: array r contains row r of every block, column by column, so that
     * {@code [r][x * BATCH + i]} belongs to block i of the batch. One loop over these arrays transforms all columns of
     * all blocks, and HotSpot compiles it to vector instructions.
     */
    private final int[][] columns = new int[8][8 * BATCH];

    /** The same with rows and columns exchanged: {@code [x][y * BATCH + i]}. */
    private final int[][] rows = new int[8][8 * BATCH];

    private final int[][] results = new int[8][8 * BATCH];

    private final int[] even = new int[8 * BATCH];
    private final int[] odd = new int[8 * BATCH];

    /** The index in the samples at which each block of the batch begins. */
    private final int[] targets = new int[BATCH];

    private int size;

    /** All positions that may be nonzero in some block of the batch. */
    private long union;

    private final int[] block = new int[64];
    private final int[] line = new int[8];

    /** The positions of nonzero coefficients in a block, always including the first, or {@link #LARGE}. */
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
     * The same as {@link #nonzero(short[], int, int[])} for a block whose nonzero AC coefficients are known.
     *
     * @param ac their zigzag positions
     * @param natural the natural position of each zigzag position
     */
    public static long nonzero(short[] coefficients, int at, int[] quantization, long ac, int[] natural) {
        long set = 1;
        int sum = Math.min(Math.abs(coefficients[at] * quantization[0]), SAFE_SUM);
        for (long left = ac; left != 0; left &= left - 1) {
            int i = natural[Long.numberOfTrailingZeros(left)];
            set |= 1L << i;
            sum += Math.min(Math.abs(coefficients[at + i] * quantization[i]), SAFE_SUM);
        }
        return sum < SAFE_SUM ? set : LARGE;
    }

    /**
     * Dequantizes and transforms a row of blocks to 8 rows of samples.
     *
     * @param coefficients 64 per block in natural order; the first block begins at {@code at}
     * @param sets for each block from {@code first} on, the positions that may be nonzero, or {@link #LARGE}
     */
    public void transform(
            short[] coefficients,
            int at,
            int[] quantization,
            long[] sets,
            int first,
            int count,
            int[] samples,
            int out,
            int stride) {
        for (int i = 0, from = at, to = out; i < count; i++, from += 64, to += 8) {
            long set = sets[first + i];
            if (set == 1) {
                int level = clip((coefficients[from] * quantization[0] + 4 >> 3) + 128);
                for (int y = 0, row = to; y < 8; y++, row += stride) {
                    Arrays.fill(samples, row, row + 8, level);
                }
            } else if (set == LARGE) {
                exact(coefficients, from, quantization, samples, to, stride);
            } else {
                gather(coefficients, from, quantization, set);
                targets[size++] = to;
                if (size == BATCH) {
                    transformBatch(samples, stride);
                }
            }
        }
        if (size > 0) {
            transformBatch(samples, stride);
        }
    }

    private void gather(short[] coefficients, int at, int[] quantization, long set) {
        int[][] lanes = columns;
        int to = size;
        for (long left = set; left != 0; left &= left - 1) {
            int i = Long.numberOfTrailingZeros(left);
            lanes[i >> 3][(i & 7) * BATCH + to] = coefficients[at + i] * quantization[i];
        }
        union |= set;
    }

    private void transformBatch(int[] samples, int stride) {
        // Columns after the last used one are zero before and after their transform.
        int used = 8;
        while ((union & COLUMN << used - 1) == 0) {
            used--;
        }
        pass(columns, results, used * BATCH, FIRST_HALF, FIRST_SHIFT);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                if (x < used) {
                    System.arraycopy(results[y], x * BATCH, rows[x], y * BATCH, BATCH);
                } else {
                    Arrays.fill(rows[x], y * BATCH, (y + 1) * BATCH, 0);
                }
            }
            Arrays.fill(columns[y], 0, used * BATCH, 0);
        }
        pass(rows, results, 8 * BATCH, SECOND_HALF, SECOND_SHIFT);
        for (int[] lane : results) {
            clip(lane);
        }
        for (int y = 0; y < 8; y++) {
            scatter(y, samples, y * stride);
        }
        size = 0;
        union = 0;
    }

    /**
     * Transforms the eight values with the same index. Sums are exact modulo 2^32, so libjpeg's order of additions does
     * not matter.
     */
    private void pass(int[][] from, int[][] to, int length, int half, int shift) {
        for (int i = 0; i < 4; i++) {
            int[] e = EVEN[i];
            int[] o = ODD[i];
            sum(from[0], from[2], from[4], from[6], e[0], e[1], e[2], e[3], half, even, length);
            sum(from[1], from[3], from[5], from[7], o[0], o[1], o[2], o[3], 0, odd, length);
            butterfly(even, odd, to[i], to[7 - i], shift, length);
        }
    }

    /**
     * Small loops over parameters with the same index everywhere: HotSpot compiles only such loops to vector
     * instructions.
     */
    private static void sum(
            int[] a, int[] b, int[] c, int[] d, int wa, int wb, int wc, int wd, int start, int[] sums, int length) {
        for (int i = 0; i < length; i++) {
            sums[i] = a[i] * wa + b[i] * wb + c[i] * wc + d[i] * wd + start;
        }
    }

    private static void butterfly(int[] even, int[] odd, int[] sums, int[] differences, int shift, int length) {
        for (int i = 0; i < length; i++) {
            sums[i] = even[i] + odd[i] >> shift;
            differences[i] = even[i] - odd[i] >> shift;
        }
    }

    /** Limits to 0 .. 255 without branches, for vector instructions. */
    private static void clip(int[] lane) {
        for (int i = 0; i < lane.length; i++) {
            int level = lane[i] & ~(lane[i] >> 31);
            lane[i] = (level | 255 - level >> 31) & 255;
        }
    }

    /** Stores row {@code y} of the batch's blocks. */
    private void scatter(int y, int[] samples, int offset) {
        int[] w0 = results[0];
        int[] w1 = results[1];
        int[] w2 = results[2];
        int[] w3 = results[3];
        int[] w4 = results[4];
        int[] w5 = results[5];
        int[] w6 = results[6];
        int[] w7 = results[7];
        for (int i = 0, from = y * BATCH; i < size; i++, from++) {
            int to = targets[i] + offset;
            samples[to] = w0[from];
            samples[to + 1] = w1[from];
            samples[to + 2] = w2[from];
            samples[to + 3] = w3[from];
            samples[to + 4] = w4[from];
            samples[to + 5] = w5[from];
            samples[to + 6] = w6[from];
            samples[to + 7] = w7[from];
        }
    }

    /** The same transform in libjpeg-turbo's 16-bit lanes. */
    private void exact(short[] coefficients, int at, int[] quantization, int[] samples, int out, int stride) {
        int[] w = block;
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
        int in0 = block[from];
        int in1 = block[from + step];
        int in2 = block[from + 2 * step];
        int in3 = block[from + 3 * step];
        int in4 = block[from + 4 * step];
        int in5 = block[from + 5 * step];
        int in6 = block[from + 6 * step];
        int in7 = block[from + 7 * step];
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
