package org.clipmeter.compare;

import org.jspecify.annotations.Nullable;

/**
 * The middle of values and how far they lie apart.
 *
 * @param median the value in the middle; the mean of the two in the middle of an even number of values
 * @param deviation the standard deviation, with n - 1 in the denominator; null for one value alone
 */
public record Spread(double median, @Nullable Double deviation) {
    /**
     * The spread of these values.
     *
     * @param values finite, in any order; not changed
     * @throws IllegalArgumentException if there are no values
     */
    public static Spread of(double[] values) {
        return new Spread(Quantiles.of(values).median(), deviation(values));
    }

    static @Nullable Double deviation(double[] values) {
        if (values.length < 2) {
            return null;
        }
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1));
    }
}
