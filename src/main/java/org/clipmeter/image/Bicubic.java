package org.clipmeter.image;

import java.util.Arrays;

/**
 * Pillow's 8-bit bicubic resize (Resample.c), bit for bit: two passes over bytes with 22-bit integer weights.
 *
 * <p>Only the samples {@code from .. to - 1} of each axis of the resized picture are computed; they equal those of the whole.
 */
final class Bicubic {
    private static final int PRECISION_BITS = 32 - 8 - 2;
    private static final int HALF = 1 << (PRECISION_BITS - 1);
    private static final int CHANNELS = 3;

    private Bicubic() {}

    /** One axis of a resize: {@code in} samples become {@code out}, of which {@code from .. to - 1} are wanted. */
    record Axis(int in, long out, long from, long to) {
        int count() {
            return Math.toIntExact(to - from);
        }

        boolean copies() {
            return in == out;
        }
    }

    /** The wanted part, shape (rows.count, columns.count, 3), of an RGB picture of shape (rows.in, columns.in, 3). */
    static byte[] resize(byte[] rgb, Axis rows, Axis columns) {
        Weights across = Weights.of(columns);
        Weights down = Weights.of(rows);
        boolean tallAndShrinking = rows.in > 100L * columns.in && rows.out < rows.in;
        if (tallAndShrinking && !columns.copies()) {
            int first = across.firstInput();
            int width = across.endInput() - first;
            byte[] squeezed = vertical(rgb, columns.in, first, width, 0, down);
            return horizontal(squeezed, width, 0, rows.count(), first, across);
        }
        int firstRow = down.firstInput();
        int height = down.endInput() - firstRow;
        byte[] narrowed = horizontal(rgb, columns.in, firstRow, height, 0, across);
        return rows.copies() ? narrowed : vertical(narrowed, columns.count(), 0, columns.count(), firstRow, down);
    }

    /** Resamples {@code height} rows from {@code top}; input column c of the weights is column c - {@code shift} of rgb. */
    private static byte[] horizontal(byte[] rgb, int stride, int top, int height, int shift, Weights weights) {
        int count = weights.count();
        byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(height, count), CHANNELS)];
        int o = 0;
        for (int y = 0; y < height; y++) {
            int row = (top + y) * stride * CHANNELS;
            if (weights.copies()) {
                System.arraycopy(rgb, row + (weights.low(0) - shift) * CHANNELS, out, o, count * CHANNELS);
                o += count * CHANNELS;
                continue;
            }
            for (int x = 0; x < count; x++) {
                int p = row + (weights.low(x) - shift) * CHANNELS;
                int end = weights.offsets[x + 1];
                int r = HALF;
                int g = HALF;
                int b = HALF;
                for (int j = weights.offsets[x]; j < end; j++) {
                    int k = weights.weights[j];
                    r += (rgb[p] & 0xff) * k;
                    g += (rgb[p + 1] & 0xff) * k;
                    b += (rgb[p + 2] & 0xff) * k;
                    p += CHANNELS;
                }
                out[o] = clip(r);
                out[o + 1] = clip(g);
                out[o + 2] = clip(b);
                o += CHANNELS;
            }
        }
        return out;
    }

    /** Resamples the columns {@code left .. left + width - 1}; input row r of the weights is row r - {@code shift} of rgb. */
    private static byte[] vertical(byte[] rgb, int stride, int left, int width, int shift, Weights weights) {
        int length = width * CHANNELS;
        byte[] out = new byte[Math.multiplyExact(weights.count(), length)];
        int[] sums = new int[length];
        for (int y = 0; y < weights.count(); y++) {
            Arrays.fill(sums, HALF);
            int row = ((weights.low(y) - shift) * stride + left) * CHANNELS;
            for (int j = weights.offsets[y]; j < weights.offsets[y + 1]; j++) {
                accumulate(rgb, row, weights.weights[j], sums);
                row += stride * CHANNELS;
            }
            int o = y * length;
            for (int i = 0; i < length; i++) {
                out[o + i] = clip(sums[i]);
            }
        }
        return out;
    }

    private static void accumulate(byte[] rgb, int from, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (rgb[from + i] & 0xff) * weight;
        }
    }

    private static byte clip(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> PRECISION_BITS));
    }

    /** The integer weights of the wanted samples of an axis: those of sample i lie at offsets[i] .. offsets[i + 1] - 1. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Weights(boolean copies, int[] lows, int[] offsets, int[] weights) {
        int count() {
            return lows.length;
        }

        int low(int i) {
            return lows[i];
        }

        int firstInput() {
            return lows[0];
        }

        int endInput() {
            int last = lows.length - 1;
            return lows[last] + offsets[last + 1] - offsets[last];
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
                return new Weights(true, lows, offsets, new int[0]);
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
            return new Weights(false, lows, offsets, weights);
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
