package org.clipmeter.compare;

import java.util.Arrays;
import java.util.List;
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
        requireSome(values.length);
        return new Mean(Arrays.stream(values).sum() / values.length, values.length, interval(values, TAIL));
    }

    /**
     * The mean of all values of some clusters, such as the images of each prompt. Its interval is that of a cluster bootstrap, which
     * draws whole clusters: the values of a cluster resemble each other, so that drawing them one by one would give an interval that
     * is too narrow. Clusters of one value each give the same as {@link #of}.
     *
     * @param clusters each with at least one finite value; not changed
     * @throws IllegalArgumentException if there are no clusters
     */
    public static Mean ofClusters(List<double[]> clusters) {
        requireSome(clusters.size());
        double[] sums = clusters.stream()
                .mapToDouble(values -> Arrays.stream(values).sum())
                .toArray();
        int[] sizes = clusters.stream().mapToInt(values -> values.length).toArray();
        int n = Arrays.stream(sizes).sum();
        return new Mean(Arrays.stream(sums).sum() / n, n, bootstrap(sums, sizes, TAIL));
    }

    private static void requireSome(int values) {
        if (values == 0) {
            throw new IllegalArgumentException("mean: expected at least one value, got none");
        }
    }

    /** The BCa bootstrap interval of a mean with this share beyond each end, such as 0.05 for 90 %; null as {@link #interval} is. */
    static @Nullable Interval interval(double[] values, double tail) {
        int[] ones = new int[values.length];
        Arrays.fill(ones, 1);
        return bootstrap(values, ones, tail);
    }

    /** The interval of the sum of all sums, divided by the number of all values; what is drawn is a sum with its size. */
    private static @Nullable Interval bootstrap(double[] sums, int[] sizes, double tail) {
        boolean same = true;
        for (int i = 1; i < sums.length; i++) {
            same &= sums[i] * sizes[0] == sums[0] * sizes[i];
        }
        if (same) {
            return null;
        }
        double mean = Arrays.stream(sums).sum() / Arrays.stream(sizes).sum();
        double[] means = resampledMeans(sums, sizes);
        double below = 0;
        for (double resampled : means) {
            below += resampled < mean ? 1 : resampled == mean ? 0.5 : 0;
        }
        double bias = NORMAL.inverseCumulativeProbability(below / means.length);
        double acceleration = acceleration(sums, sizes, mean);
        double end = NORMAL.inverseCumulativeProbability(tail);
        double low = share(bias, acceleration, end);
        double high = share(bias, acceleration, -end);
        if (Double.isNaN(low) || Double.isNaN(high)) {
            return null;
        }
        Quantiles quantiles = Quantiles.of(means);
        return new Interval(quantiles.at(low), quantiles.at(high));
    }

    private static double[] resampledMeans(double[] sums, int[] sizes) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            long n = 0;
            for (int j = 0; j < sums.length; j++) {
                int drawn = random.nextInt(sums.length);
                sum += sums[drawn];
                n += sizes[drawn];
            }
            means[i] = sum / n;
        }
        return means;
    }

    /** A sixth of the skewness of the jackknife's means, each of which leaves out one sum. */
    private static double acceleration(double[] sums, int[] sizes, double mean) {
        int n = Arrays.stream(sizes).sum();
        double[] influences = new double[sums.length]; // the mean of all less the mean without one
        for (int i = 0; i < sums.length; i++) {
            influences[i] = (sums[i] - mean * sizes[i]) / (n - sizes[i]);
        }
        double center = Arrays.stream(influences).sum() / influences.length;
        double squares = 0;
        double cubes = 0;
        for (double influence : influences) {
            double deviation = influence - center;
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
