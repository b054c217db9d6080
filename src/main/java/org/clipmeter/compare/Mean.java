package org.clipmeter.compare;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A mean and how sure it is.
 *
 * @param n how many values it is the mean of
 * @param interval its 95 % percentile bootstrap interval (Efron 1979); null for one value, which says nothing of spread
 */
public record Mean(double value, int n, @Nullable Interval interval) {
    /** Resamples of a bootstrap. */
    public static final int RESAMPLES = 10_000;

    private static final long SEED = 20_231_123;

    /** A range of values. */
    public record Interval(double low, double high) {}

    /**
     * The mean of these values; the same values in the same order give the same interval.
     *
     * @throws IllegalArgumentException where there are none
     */
    public static Mean of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("mean: expected at least one value, got none");
        }
        double mean = Arrays.stream(values).sum() / values.length;
        return new Mean(mean, values.length, values.length == 1 ? null : bootstrap(values));
    }

    private static Interval bootstrap(double[] values) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            for (int j = 0; j < values.length; j++) {
                sum += values[random.nextInt(values.length)];
            }
            means[i] = sum / values.length;
        }
        Quantiles quantiles = Quantiles.of(means);
        return new Interval(quantiles.at(0.025), quantiles.at(0.975));
    }
}
