package org.clipmeter.preprocess;

import java.util.Arrays;

/**
 * The integer weights for the needed samples of an axis. The weights of sample i are at offsets[i] .. offsets[i + 1] -
 * 1; the first of them applies to input sample lows[i]. A sum of weighted bytes has {@code precision} fraction bits.
 */
@SuppressWarnings("ArrayRecordComponent")
record FilterWeights(int[] lows, int[] offsets, int[] weights, int precision) {
    private static final int PILLOW_PRECISION = 32 - 8 - 2;
    private static final int MAX_TORCH_PRECISION = 22;
    private static final int TORCH_WEIGHT_LIMIT = 1 << 15;

    /** If an axis is enlarged, the largest weight is in an output sample within this many input samples of an end. */
    private static final int BORDER = 4;

    int count() {
        return lows.length;
    }

    int firstInput() {
        return lows[0];
    }

    int endInput() {
        return endInput(lows.length - 1);
    }

    /** The index after the last input sample that an output sample depends on. */
    int endInput(int sample) {
        return lows[sample] + offsets[sample + 1] - offsets[sample];
    }

    /** Half a unit, which is added to a sum before its fraction bits are removed. */
    int half() {
        return 1 << (precision - 1);
    }

    static FilterWeights of(Axis axis, Filter filter, Preprocessing preprocessing) {
        if (axis.copies()) {
            return copying(axis);
        }
        Window window = new Window(axis, filter);
        int precision = preprocessing == Preprocessing.PILLOW ? PILLOW_PRECISION : torchPrecision(window.largest());
        int count = axis.count();
        int[] lows = new int[count];
        int[] offsets = new int[count + 1];
        int[] weights = new int[0];
        for (int i = 0; i < count; i++) {
            window.moveTo(axis.from() + i);
            lows[i] = window.low;
            offsets[i + 1] = Math.addExact(offsets[i], window.length);
            if (offsets[i + 1] > weights.length) {
                weights = Arrays.copyOf(weights, Math.max(offsets[i + 1], Math.multiplyExact(window.length, count)));
            }
            for (int x = 0; x < window.length; x++) {
                double w = window.weights[x];
                weights[offsets[i] + x] = (int) ((w < 0 ? -0.5 : 0.5) + w * (1 << precision));
            }
        }
        return new FilterWeights(lows, offsets, weights, precision);
    }

    private static FilterWeights copying(Axis axis) {
        int count = axis.count();
        int[] lows = new int[count];
        int[] offsets = new int[count + 1];
        int[] ones = new int[count];
        for (int i = 0; i < count; i++) {
            lows[i] = (int) axis.from() + i;
            offsets[i + 1] = i + 1;
        }
        Arrays.fill(ones, 1 << PILLOW_PRECISION);
        return new FilterWeights(lows, offsets, ones, PILLOW_PRECISION);
    }

    /** PyTorch stores weights in 16 bits, with as many fraction bits as the largest weight of the axis allows. */
    private static int torchPrecision(double largest) {
        int precision = 0;
        while (precision < MAX_TORCH_PRECISION && (int) (0.5 + largest * (1 << (precision + 1))) < TORCH_WEIGHT_LIMIT) {
            precision++;
        }
        return precision;
    }

    /** Computes the normalized weights of one output sample at a time, in the same way as both Pillow and PyTorch. */
    private static final class Window {
        private final Axis axis;
        private final Filter filter;
        private final double scale;
        private final double support;
        private final double inverse;
        private final double[] weights;
        private int low;
        private int length;

        Window(Axis axis, Filter filter) {
            this.axis = axis;
            this.filter = filter;
            scale = (double) axis.in() / axis.out();
            double filterScale = Math.max(scale, 1.0);
            support = filter.support * filterScale;
            inverse = 1.0 / filterScale;
            weights = new double[(int) Math.ceil(support) * 2 + 1];
        }

        void moveTo(long sample) {
            double center = (sample + 0.5) * scale;
            low = Math.max((int) (center - support + 0.5), 0);
            length = Math.min((int) (center + support + 0.5), axis.in()) - low;
            double total = 0;
            for (int x = 0; x < length; x++) {
                weights[x] = filter.at((x + low - center + 0.5) * inverse);
                total += weights[x];
            }
            if (total != 0) {
                for (int x = 0; x < length; x++) {
                    weights[x] /= total;
                }
            }
        }

        /**
         * The largest weight of all samples of the axis, needed or not. If the axis is enlarged, it is at an end, where
         * part of the filter is outside the picture.
         */
        double largest() {
            long border = scale < 1 ? (long) Math.ceil(BORDER / scale) : axis.out();
            double largest = 0;
            for (long i = 0; i < axis.out(); i++) {
                if (i == border && i < axis.out() - border) {
                    i = axis.out() - border;
                }
                moveTo(i);
                for (int x = 0; x < length; x++) {
                    largest = Math.max(largest, weights[x]);
                }
            }
            return largest;
        }
    }
}
