package org.clipmeter.compare;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How far two rankings of the same items agree, from -1 (reversed) to 1 (the same), and how sure it is.
 *
 * @param value the coefficient; null if one side has the same value for all items, or there is one item alone
 * @param n how many items were ranked
 * @param interval its 95 % percentile bootstrap interval, from {@link #RESAMPLES} resamples of the groups; null without a
 *     value, and for fewer than {@link #FEWEST_GROUPS} groups
 */
public record RankCorrelation(@Nullable Double value, int n, Mean.@Nullable Interval interval) {
    /** What the interval is, for help texts and axes. */
    public static final String INTERVAL = "95 % percentile bootstrap interval";

    /** Resamples of a bootstrap. */
    public static final int RESAMPLES = 1_999;

    /** The fewest groups whose resamples say something. */
    public static final int FEWEST_GROUPS = 4;

    private static final long SEED = 20_231_123;
    private static final double TAIL = 0.025;

    /** A coefficient over items that count a whole number of times each; NaN if one side has one value only. */
    private interface Coefficient {
        double of(Side x, Side y, int[] counts);
    }

    /**
     * Spearman's ρ: Pearson's correlation of the ranks, in which equal values share their mean rank, as {@code
     * scipy.stats.spearmanr} computes it (SciPy 1.17).
     *
     * @param x finite values of the items, not changed
     * @param y finite values of the same items in the same order
     * @param groups which items belong together, such as the images of one prompt: a number from 0 for each item; a resample
     *     of the bootstrap takes whole groups
     * @throws IllegalArgumentException if the arrays' lengths differ
     */
    public static RankCorrelation spearman(double[] x, double[] y, int[] groups) {
        return of(x, y, groups, RankCorrelation::spearman);
    }

    /**
     * Kendall's τ-b: the share of pairs of items in the same order less the share in reversed order, corrected for ties, as
     * {@code scipy.stats.kendalltau} computes it (SciPy 1.17).
     *
     * @param x finite values of the items, not changed
     * @param y finite values of the same items in the same order
     * @param groups as for {@link #spearman}
     * @throws IllegalArgumentException if the arrays' lengths differ
     */
    public static RankCorrelation kendall(double[] x, double[] y, int[] groups) {
        return of(x, y, groups, RankCorrelation::kendall);
    }

    /**
     * The ranks of values from 1, the smallest first; equal values share their mean rank.
     *
     * @param values finite, not changed
     */
    public static double[] ranks(double[] values) {
        Side side = Side.of(values);
        int[] once = new int[values.length];
        Arrays.fill(once, 1);
        double[] byPlace = side.ranks(once);
        return Arrays.stream(side.places()).mapToDouble(place -> byPlace[place]).toArray();
    }

    private static RankCorrelation of(double[] x, double[] y, int[] groups, Coefficient coefficient) {
        if (x.length != y.length || x.length != groups.length) {
            throw new IllegalArgumentException("rank correlation: expected as many values on both sides, got "
                    + x.length + ", " + y.length + " and " + groups.length + " groups");
        }
        Side first = Side.of(x);
        Side second = Side.of(y);
        int[] once = new int[x.length];
        Arrays.fill(once, 1);
        double value = coefficient.of(first, second, once);
        if (Double.isNaN(value)) {
            return new RankCorrelation(null, x.length, null);
        }
        int most = 1 + Arrays.stream(groups).max().orElse(-1);
        return new RankCorrelation(
                value, x.length, most < FEWEST_GROUPS ? null : interval(first, second, groups, most, coefficient));
    }

    /** Resamples in which one side has one value only have no coefficient and are left out. */
    private static Mean.Interval interval(Side x, Side y, int[] groups, int most, Coefficient coefficient) {
        double[] resampled = IntStream.range(0, RESAMPLES)
                .parallel() // each resample has a seed, so that the threads change nothing
                .mapToDouble(i -> {
                    int[] drawn = drawn(i, most);
                    int[] counts = new int[groups.length];
                    for (int j = 0; j < counts.length; j++) {
                        counts[j] = drawn[groups[j]];
                    }
                    return coefficient.of(x, y, counts);
                })
                .filter(value -> !Double.isNaN(value))
                .toArray();
        Quantiles quantiles = Quantiles.of(resampled);
        return new Mean.Interval(quantiles.at(TAIL), quantiles.at(1 - TAIL));
    }

    /** How often each group is drawn in a resample. */
    static int[] drawn(int resample, int groups) {
        SplittableRandom random = new SplittableRandom(SEED + resample);
        int[] drawn = new int[groups];
        for (int i = 0; i < groups; i++) {
            drawn[random.nextInt(groups)]++;
        }
        return drawn;
    }

    private static double spearman(Side x, Side y, int[] counts) {
        double[] xRanks = x.ranks(counts);
        double[] yRanks = y.ranks(counts);
        double mean = (Arrays.stream(counts).asLongStream().sum() + 1) / 2.0;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < counts.length; i++) {
            double xOff = xRanks[x.places()[i]] - mean;
            double yOff = yRanks[y.places()[i]] - mean;
            xx += counts[i] * xOff * xOff;
            yy += counts[i] * yOff * yOff;
            xy += counts[i] * xOff * yOff;
        }
        return xx == 0 || yy == 0 ? Double.NaN : xy / Math.sqrt(xx * yy);
    }

    /** Counts pairs of items in whole numbers: items in the order of x, and a tree of those that came before by their y. */
    private static double kendall(Side x, Side y, int[] counts) {
        long all = Arrays.stream(counts).asLongStream().sum();
        long pairs = all * (all - 1) / 2;
        long free = pairs - x.tiedPairs(counts);
        long otherFree = pairs - y.tiedPairs(counts);
        if (free == 0 || otherFree == 0) {
            return Double.NaN;
        }
        long[] tree = new long[y.distinct() + 1];
        long before = 0;
        long balance = 0;
        int[] order = x.order();
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && x.places()[order[to]] == x.places()[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                int item = order[i];
                int place = y.places()[item];
                long lower = sum(tree, place);
                long higher = before - sum(tree, place + 1);
                balance += counts[item] * (lower - higher);
            }
            for (int i = from; i < to; i++) {
                add(tree, y.places()[order[i]], counts[order[i]]);
                before += counts[order[i]];
            }
            from = to;
        }
        return balance / Math.sqrt((double) free * otherFree);
    }

    /** How many items were added at places below this one (a binary indexed tree, Fenwick 1994). */
    private static long sum(long[] tree, int place) {
        long sum = 0;
        for (int i = place; i > 0; i -= i & -i) {
            sum += tree[i];
        }
        return sum;
    }

    private static void add(long[] tree, int place, int count) {
        for (int i = place + 1; i < tree.length; i += i & -i) {
            tree[i] += count;
        }
    }

    /**
     * One side's values.
     *
     * @param places for each item the place of its value among the distinct values, from 0, the smallest
     * @param order the items in the order of their values
     * @param distinct how many values differ
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Side(int[] places, int[] order, int distinct) {
        static Side of(double[] values) {
            int[] order = IntStream.range(0, values.length)
                    .boxed()
                    .sorted((a, b) -> Double.compare(values[a], values[b]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            int[] places = new int[values.length];
            int place = -1;
            for (int i = 0; i < order.length; i++) {
                if (i == 0 || values[order[i]] != values[order[i - 1]]) {
                    place++;
                }
                places[order[i]] = place;
            }
            return new Side(places, order, place + 1);
        }

        /** For each place, the rank that its items share if each item is repeated as often as {@code counts} says. */
        double[] ranks(int[] counts) {
            int[] totals = totals(counts);
            double[] ranks = new double[distinct];
            long before = 0;
            for (int i = 0; i < distinct; i++) {
                ranks[i] = before + (totals[i] + 1) / 2.0;
                before += totals[i];
            }
            return ranks;
        }

        /** How many pairs of items have the same value. */
        long tiedPairs(int[] counts) {
            long pairs = 0;
            for (int total : totals(counts)) {
                pairs += (long) total * (total - 1) / 2;
            }
            return pairs;
        }

        private int[] totals(int[] counts) {
            int[] totals = new int[distinct];
            for (int i = 0; i < counts.length; i++) {
                totals[places[i]] += counts[i];
            }
            return totals;
        }
    }
}
