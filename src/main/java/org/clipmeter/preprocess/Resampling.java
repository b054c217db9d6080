package org.clipmeter.preprocess;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The resize of Pillow (Resample.c), or of PyTorch's antialiased {@code interpolate} on bytes, bit for bit: two passes
 * over bytes with integer weights.
 *
 * <p>Only the samples {@code from .. to - 1} of each axis of the resized picture are computed; they equal those of the
 * whole.
 *
 * <p>Both passes add whole lanes, which are arrays of equal length with one weight each, because HotSpot compiles such
 * loops to vector instructions. The first pass is over columns, where each lane is a block of rows at one column; the
 * second is over rows.
 */
final class Resampling {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int CHANNELS = 3;

    /** How many rows are resized horizontally at once: enough for vector loops, but few enough for the L2 cache. */
    private static final int ROWS = 64;

    /** How many columns of a block are transposed at once. */
    private static final int COLUMNS = 128;

    /**
     * Bytes from row to row while a block is transposed: odd, so that rows don't evict each other from the L1 cache.
     */
    private static final int NEAR_STRIDE = COLUMNS * CHANNELS + 1;

    private Resampling() {}

    /**
     * Resizes an RGB picture of shape (rows.in, columns.in, 3) to the needed part, shape (rows.count, columns.count,
     * 3). Columns are resized first. As in Pillow since version 13, rows are first if the height shrinks more than
     * twice as much as the width.
     */
    static byte[] resize(byte[] rgb, Axis rows, Axis columns, Filter filter, Preprocessing preprocessing) {
        if (filter == Filter.NEAREST) {
            return NearestSamples.resize(rgb, rows, columns, preprocessing);
        }
        FilterWeights down = FilterWeights.of(rows, filter, preprocessing);
        FilterWeights across = FilterWeights.of(columns, filter, preprocessing);
        boolean downFirst = preprocessing == Preprocessing.PILLOW
                && rows.in() > rows.out()
                && rows.in() - rows.out() > 2 * (columns.in() - columns.out());
        if (downFirst && !columns.copies()) {
            FilterWeights whole = FilterWeights.of(Axis.copying(columns.in()), filter, preprocessing);
            byte[] squeezed = acrossThenDown(rgb, down, whole, columns.in());
            FilterWeights every = FilterWeights.of(Axis.copying(rows.count()), filter, preprocessing);
            return acrossThenDown(squeezed, every, across, columns.in());
        }
        return acrossThenDown(rgb, down, across, columns.in());
    }

    private static byte[] acrossThenDown(byte[] rgb, FilterWeights down, FilterWeights across, int width) {
        int end = down.endInput();
        byte[] near = new byte[ROWS * NEAR_STRIDE];
        int[][] samples = new int[COLUMNS][ROWS * CHANNELS];
        int[][] sums = new int[across.count()][ROWS * CHANNELS];
        int length = Math.multiplyExact(across.count(), CHANNELS);
        int[][] narrowed = new int[ROWS][length];
        byte[] bytes = new byte[Math.multiplyExact(down.count(), length)];
        int[][] out = new int[down.count()][]; // only the rows from done to begun - 1 are in use
        ArrayDeque<int[]> free = new ArrayDeque<>();
        int begun = 0;
        int done = 0;
        for (int top = down.firstInput(); top < end; top += ROWS) {
            int height = Math.min(ROWS, end - top);
            for (int[] lane : sums) {
                Arrays.fill(lane, across.half());
            }
            for (int left = across.firstInput(); left < across.endInput(); left += COLUMNS) {
                int count = Math.min(COLUMNS, across.endInput() - left);
                transpose(rgb, (top * width + left) * CHANNELS, width * CHANNELS, height, count, near, samples);
                add(across, samples, left, count, sums, 0);
            }
            transposeBack(sums, height, narrowed, across.precision());
            for (; begun < out.length && down.lows()[begun] < top + height; begun++) {
                out[begun] = free.isEmpty() ? new int[length] : free.pop();
                Arrays.fill(out[begun], down.half());
            }
            add(down, narrowed, top, height, out, done);
            for (; done < begun && down.endInput(done) <= top + height; done++) {
                store(out[done], down.precision(), bytes, done * length);
                free.push(out[done]);
            }
        }
        return bytes;
    }

    /** Adds the input samples {@code first .. first + count - 1}, one lane each, to every sum from {@code start} on. */
    private static void add(FilterWeights by, int[][] lanes, int first, int count, int[][] sums, int start) {
        int[] lows = by.lows();
        int[] offsets = by.offsets();
        for (int i = start; i < lows.length && lows[i] < first + count; i++) {
            int weight = offsets[i] + Math.max(first - lows[i], 0);
            int end = Math.min(offsets[i + 1], offsets[i] + first + count - lows[i]);
            int lane = Math.max(lows[i] - first, 0);
            for (; weight + 4 <= end; weight += 4, lane += 4) {
                addFour(lanes, lane, by.weights(), weight, sums[i]);
            }
            for (; weight < end; weight++, lane++) {
                addOne(lanes[lane], by.weights()[weight], sums[i]);
            }
        }
    }

    private static void addFour(int[][] lanes, int lane, int[] weights, int weight, int[] sum) {
        int[] a = lanes[lane];
        int[] b = lanes[lane + 1];
        int[] c = lanes[lane + 2];
        int[] d = lanes[lane + 3];
        int wa = weights[weight];
        int wb = weights[weight + 1];
        int wc = weights[weight + 2];
        int wd = weights[weight + 3];
        for (int i = 0; i < sum.length; i++) {
            sum[i] += a[i] * wa + b[i] * wb + c[i] * wc + d[i] * wd;
        }
    }

    private static void addOne(int[] lane, int weight, int[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += lane[i] * weight;
        }
    }

    /**
     * Copies {@code height} rows of {@code width} pixels to lanes, one per column: its reds, then greens, then blues.
     *
     * @param near space to copy the pixels side by side first, since those of a column are too far apart for the L1
     *     cache
     */
    private static void transpose(byte[] rgb, int from, int stride, int height, int width, byte[] near, int[][] lanes) {
        for (int y = 0; y < height; y++) {
            System.arraycopy(rgb, from + y * stride, near, y * NEAR_STRIDE, width * CHANNELS);
        }
        for (int x = 0; x < width; x++) {
            int[] lane = lanes[x];
            for (int y = 0; y < height; y++) {
                lane[y] = (int) INT.get(near, y * NEAR_STRIDE + x * CHANNELS);
            }
            unpack(lane);
        }
    }

    private static void unpack(int[] lane) {
        for (int y = 0; y < ROWS; y++) {
            int pixel = lane[y];
            lane[y] = pixel & 0xff;
            lane[y + ROWS] = pixel >>> 8 & 0xff;
            lane[y + 2 * ROWS] = pixel >>> 16 & 0xff;
        }
    }

    /** Converts lanes of sums, one per column, to {@code height} rows of levels. */
    private static void transposeBack(int[][] sums, int height, int[][] rows, int precision) {
        for (int x = 0; x < sums.length; x++) {
            int[] lane = sums[x];
            clip(lane, precision);
            for (int y = 0; y < height; y++) {
                int[] row = rows[y];
                row[x * CHANNELS] = lane[y];
                row[x * CHANNELS + 1] = lane[y + ROWS];
                row[x * CHANNELS + 2] = lane[y + 2 * ROWS];
            }
        }
    }

    private static void store(int[] sums, int precision, byte[] bytes, int at) {
        clip(sums, precision);
        for (int i = 0; i < sums.length; i++) {
            bytes[at + i] = (byte) sums[i];
        }
    }

    /** Removes the fraction bits and limits to 0 .. 255, without comparisons, which HotSpot 17 does not vectorize. */
    private static void clip(int[] sums, int precision) {
        for (int i = 0; i < sums.length; i++) {
            int level = sums[i] >> precision;
            int notNegative = level & ~(level >> 31);
            sums[i] = (notNegative | (255 - notNegative) >> 31) & 255;
        }
    }
}
