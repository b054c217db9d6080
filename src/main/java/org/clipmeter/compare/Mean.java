package org.clipmeter.compare;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * A mean and how sure it is.
 *
 * @param value the mean, in the unit of the values
 * @param n how many values it is the mean of
 * @param interval its 95 % BCa bootstrap interval (bias-corrected and accelerated, Efron 1987), as {@code
 *     scipy.stats.bootstrap} gives within its Monte Carlo error; null if the values are all the same, or if there is one
 *     value alone, which says nothing of spread
 */
public record Mean(double value, int n, @Nullable Interval interval) {
    /** What the interval is, for help texts and axes. */
    public static final String INTERVAL = "95 % BCa bootstrap interval";

    /** Resamples of a bootstrap; SciPy's default. */
    public static final int RESAMPLES = 9_999;

    private static final long SEED = 20_231_123;
    private static final double TAIL = 0.025;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /**
     * A range of values, its ends included.
     *
     * @param low its lower end, in the unit of the values
     * @param high its upper end, at least {@code low}
     */
    public record Interval(double low, double high) {}

    /**
     * The mean of these values. The same values in the same order give the same interval, since the seed of the bootstrap is
     * fixed; it costs {@link #RESAMPLES} passes over the values.
     *
     * @param values finite, in any unit; not changed
     * @throws IllegalArgumentException if there are no values
     */
    public static Mean of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("mean: expected at least one value, got none");
        }
        double mean = Arrays.stream(values).sum() / values.length;
        return new Mean(mean, values.length, bootstrap(values, mean));
    }

    private static @Nullable Interval bootstrap(double[] values, double mean) {
        if (Arrays.stream(values).allMatch(value -> value == values[0])) {
            return null;
        }
        double[] means = resampledMeans(values);
        double below = 0;
        for (double resampled : means) {
            below += resampled < mean ? 1 : resampled == mean ? 0.5 : 0;
        }
        double bias = NORMAL.inverseCumulativeProbability(below / means.length);
        double acceleration = acceleration(values, mean);
        double low = share(bias, acceleration, NORMAL.inverseCumulativeProbability(TAIL));
        double high = share(bias, acceleration, -NORMAL.inverseCumulativeProbability(TAIL));
        if (Double.isNaN(low) || Double.isNaN(high)) {
            return null;
        }
        Quantiles quantiles = Quantiles.of(means);
        return new Interval(quantiles.at(low), quantiles.at(high));
    }

    private static double[] resampledMeans(double[] values) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            for (int j = 0; j < values.length; j++) {
                sum += values[random.nextInt(values.length)];
            }
            means[i] = sum / values.length;
        }
        return means;
    }

    /** A sixth of the skewness of the jackknife's means, which for a mean follows from the values themselves. */
    private static double acceleration(double[] values, double mean) {
        double squares = 0;
        double cubes = 0;
        for (double value : values) {
            double deviation = value - mean;
            squares += deviation * deviation;
            cubes += deviation * deviation * deviation;
        }
        return cubes / (6 * Math.pow(squares, 1.5));
    }

    /** The share of the resampled means at which the interval ends, instead of 2.5 % or 97.5 %. */
    private static double share(double bias, double acceleration, double end) {
        double shifted = bias + end;
        return NORMAL.cumulativeProbability(bias + shifted / (1 - acceleration * shifted));
    }
}
