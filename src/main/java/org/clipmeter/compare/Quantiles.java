package org.clipmeter.compare;

import java.util.Arrays;

/** Quantiles of finite values, with linear interpolation between the two nearest (type 7 of Hyndman and Fan 1996). */
public final class Quantiles {
    private final double[] sorted;

    private Quantiles(double[] sorted) {
        this.sorted = sorted;
    }

    /**
     * Quantiles of these values, in any order.
     *
     * @throws IllegalArgumentException where there are none
     */
    public static Quantiles of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("quantiles: expected at least one value, got none");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Quantiles(sorted);
    }

    /** The value below which this share (0 to 1) of all values lies. */
    public double at(double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** The value in the middle. */
    public double median() {
        return at(0.5);
    }
}
