package org.clipmeter.image;

import java.util.Arrays;

/**
 * Pillow's 8-bit bicubic resize (Resample.c), bit for bit: two passes over bytes with 22-bit integer weights.
 *
 * <p>Only the samples {@code from .. to - 1} of each axis of the resized picture are computed; they equal those of the whole.
 *
 * <p>Both passes add whole lanes, arrays of equal length with one weight each, since that loop is what HotSpot turns into vector
 * instructions: the first over columns, each lane a block of rows at one column, the second over rows.
 */
final class Bicubic {
    private static final int PRECISION_BITS = 32 - 8 - 2;
    private static final int HALF = 1 << (PRECISION_BITS - 1);
    private static final int CHANNELS = 3;

    /** Rows narrowed at once: long enough for vector loops, short enough for the lanes of a block to stay in the L2 cache. */
    private static final int ROWS = 48;

    /** Columns of a block that are transposed at once. */
    private static final int COLUMNS = 128;

    private Bicubic() {}

    /** One axis of a resize: {@code in} samples become {@code out}, of which {@code from .. to - 1} are wanted. */
    record Axis(int in, long out, long from, long to) {
        static Axis copying(int samples) {
            return new Axis(samples, samples, 0, samples);
        }

        int count() {
            return Math.toIntExact(to - from);
        }

        boolean copies() {
            return in == out;
        }
    }

    /**
     * The wanted part, shape (rows.count, columns.count, 3), of an RGB picture of shape (rows.in, columns.in, 3). Since Pillow 13
     * the rows are resized first if the height shrinks by more than twice what the width does.
     */
    static byte[] resize(byte[] rgb, Axis rows, Axis columns) {
        boolean downFirst = rows.in > rows.out && rows.in - rows.out > 2 * (columns.in - columns.out);
        if (downFirst && !columns.copies()) {
            byte[] squeezed = acrossThenDown(rgb, rows, Axis.copying(columns.in));
            return acrossThenDown(squeezed, Axis.copying(rows.count()), columns);
        }
        return acrossThenDown(rgb, rows, columns);
    }

    private static byte[] acrossThenDown(byte[] rgb, Axis rows, Axis columns) {
        Weights across = Weights.of(columns);
        Weights down = Weights.of(rows);
        int end = down.endInput();
        int block = Math.min(ROWS, end - down.firstInput());
        int[][] samples = new int[COLUMNS][block * CHANNELS];
        int[][] sums = new int[across.count()][block * CHANNELS];
        int[][] narrowed = new int[block][Math.multiplyExact(across.count(), CHANNELS)];
        int[][] out = new int[down.count()][across.count() * CHANNELS];
        fill(out);
        for (int top = down.firstInput(); top < end; top += block) {
            int height = Math.min(block, end - top);
            fill(sums);
            for (int left = across.firstInput(); left < across.endInput(); left += COLUMNS) {
                int width = Math.min(COLUMNS, across.endInput() - left);
                transpose(rgb, (top * columns.in + left) * CHANNELS, columns.in * CHANNELS, height, width, samples);
                across.add(samples, left, width, sums);
            }
            transposeBack(sums, height, narrowed);
            down.add(narrowed, top, height, out);
        }
        return bytes(out);
    }

    private static void fill(int[][] sums) {
        for (int[] lane : sums) {
            Arrays.fill(lane, HALF);
        }
    }

    /** Copies {@code height} rows of {@code width} pixels to lanes, one a column. */
    private static void transpose(byte[] rgb, int from, int stride, int height, int width, int[][] lanes) {
        for (int x = 0; x < width; x++) {
            int[] lane = lanes[x];
            int p = from + x * CHANNELS;
            for (int i = 0; i < height * CHANNELS; i += CHANNELS) {
                lane[i] = rgb[p] & 0xff;
                lane[i + 1] = rgb[p + 1] & 0xff;
                lane[i + 2] = rgb[p + 2] & 0xff;
                p += stride;
            }
        }
    }

    /** Turns lanes of sums, one a column, into {@code height} rows of levels. */
    private static void transposeBack(int[][] sums, int height, int[][] rows) {
        for (int x = 0; x < sums.length; x++) {
            int[] lane = sums[x];
            for (int y = 0; y < height; y++) {
                int[] row = rows[y];
                row[x * CHANNELS] = clip(lane[y * CHANNELS]);
                row[x * CHANNELS + 1] = clip(lane[y * CHANNELS + 1]);
                row[x * CHANNELS + 2] = clip(lane[y * CHANNELS + 2]);
            }
        }
    }

    private static byte[] bytes(int[][] sums) {
        int length = sums[0].length;
        byte[] bytes = new byte[Math.multiplyExact(sums.length, length)];
        int o = 0;
        for (int[] lane : sums) {
            for (int i = 0; i < length; i++) {
                bytes[o + i] = (byte) clip(lane[i]);
            }
            o += length;
        }
        return bytes;
    }

    private static int clip(int sum) {
        return Math.max(0, Math.min(255, sum >> PRECISION_BITS));
    }

    /** The integer weights of the wanted samples of an axis: those of sample i lie at offsets[i] .. offsets[i + 1] - 1. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Weights(int[] lows, int[] offsets, int[] weights) {
        int count() {
            return lows.length;
        }

        int firstInput() {
            return lows[0];
        }

        int endInput() {
            int last = lows.length - 1;
            return lows[last] + offsets[last + 1] - offsets[last];
        }

        /** Adds the input samples {@code first .. first + count - 1}, a lane each, to every sum that they weigh in. */
        void add(int[][] lanes, int first, int count, int[][] sums) {
            for (int i = 0; i < lows.length && lows[i] < first + count; i++) {
                int weight = offsets[i] + Math.max(first - lows[i], 0);
                int end = Math.min(offsets[i + 1], offsets[i] + first + count - lows[i]);
                int lane = Math.max(lows[i] - first, 0);
                for (; weight + 4 <= end; weight += 4, lane += 4) {
                    addFour(lanes, lane, weight, sums[i]);
                }
                for (; weight < end; weight++, lane++) {
                    addOne(lanes[lane], weights[weight], sums[i]);
                }
            }
        }

        private void addFour(int[][] lanes, int lane, int weight, int[] sum) {
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

        static Weights of(Axis axis) {
            int count = axis.count();
            int[] lows = new int[count];
            int[] offsets = new int[count + 1];
            if (axis.copies()) {
                for (int i = 0; i < count; i++) {
                    lows[i] = (int) axis.from + i;
                    offsets[i + 1] = i + 1;
                }
                int[] ones = new int[count];
                Arrays.fill(ones, 1 << PRECISION_BITS);
                return new Weights(lows, offsets, ones);
            }
            double scale = (double) axis.in / axis.out;
            double filterScale = Math.max(scale, 1.0);
            double support = 2.0 * filterScale;
            double inverse = 1.0 / filterScale;
            for (int i = 0; i < count; i++) {
                double center = (axis.from + i + 0.5) * scale;
                lows[i] = Math.max((int) (center - support + 0.5), 0);
                int high = Math.min((int) (center + support + 0.5), axis.in);
                offsets[i + 1] = Math.addExact(offsets[i], high - lows[i]);
            }
            int[] weights = new int[offsets[count]];
            double[] window = new double[(int) Math.ceil(support) * 2 + 1];
            for (int i = 0; i < count; i++) {
                double center = (axis.from + i + 0.5) * scale;
                int n = offsets[i + 1] - offsets[i];
                double total = 0;
                for (int x = 0; x < n; x++) {
                    window[x] = filter((x + lows[i] - center + 0.5) * inverse);
                    total += window[x];
                }
                for (int x = 0; x < n; x++) {
                    double w = total != 0 ? window[x] / total : window[x];
                    weights[offsets[i] + x] = (int) ((w < 0 ? -0.5 : 0.5) + w * (1 << PRECISION_BITS));
                }
            }
            return new Weights(lows, offsets, weights);
        }

        /** Keys's cubic with a = -0.5, in Pillow's order of operations. */
        private static double filter(double at) {
            double x = Math.abs(at);
            if (x < 1.0) {
                return (1.5 * x - 2.5) * x * x + 1;
            }
            return x < 2.0 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0.0;
        }
    }
}
