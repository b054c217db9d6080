package org.clipmeter.compare;

import java.util.Arrays;

/** Quantiles of finite values, with linear interpolation between the two nearest (type 7 of Hyndman and Fan 1996). */
public final class Quantiles {
    private final double[] sorted;

    private Quantiles(double[] sorted) {
        this.sorted = sorted;
    }

    /**
     * Quantiles of these values.
     *
     * @param values finite, in any order; copied
     * @throws IllegalArgumentException if there are no values
     */
    public static Quantiles of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("quantiles: expected at least one value, got none");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Quantiles(sorted);
    }

    /**
     * The value below which a share of all values lies.
     *
     * @param share from 0, the smallest value, to 1, the largest; not checked
     */
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
