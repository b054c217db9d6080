package org.clipmeter.compare;

import java.util.Locale;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.inference.FisherExactTest;
import org.jspecify.annotations.Nullable;

/**
 * How a share differs between two runs, over the same items or over different ones.
 *
 * @param first the share in the first run
 * @param second the share in the second run
 * @param delta the second share less the first one, -1 to 1
 * @param interval its 95 % interval: for pairs, the BCa bootstrap interval of the mean change, which is missing if every
 *     pair changes alike; otherwise Newcombe's hybrid score interval (1998, method 10)
 * @param pValue two-sided: McNemar's exact test for pairs, Fisher's exact test otherwise
 * @param paired whether the same items were counted in both
 * @param onlyFirst pairs with the property in the first run only; 0 without pairs
 * @param onlySecond pairs with the property in the second run only; 0 without pairs
 */
public record ProportionChange(
        Proportion first,
        Proportion second,
        double delta,
        Mean.@Nullable Interval interval,
        double pValue,
        boolean paired,
        int onlyFirst,
        int onlySecond) {
    /**
     * The change over pairs.
     *
     * @param first whether each item has the property in the first run; not changed
     * @param second the same of the second run, in the same order; not changed
     * @throws IllegalArgumentException if there are no pairs, or the lengths differ
     */
    public static ProportionChange ofPairs(boolean[] first, boolean[] second) {
        if (first.length == 0 || first.length != second.length) {
            throw new IllegalArgumentException("paired proportions: expected as many values in both runs, got "
                    + first.length + " and " + second.length);
        }
        int n = first.length;
        int onlyFirst = 0;
        int onlySecond = 0;
        int ofFirst = 0;
        double[] changes = new double[n];
        for (int i = 0; i < n; i++) {
            ofFirst += first[i] ? 1 : 0;
            onlyFirst += first[i] && !second[i] ? 1 : 0;
            onlySecond += second[i] && !first[i] ? 1 : 0;
            changes[i] = (second[i] ? 1 : 0) - (first[i] ? 1 : 0);
        }
        Mean mean = Mean.of(changes);
        return new ProportionChange(
                new Proportion(ofFirst, n),
                new Proportion(ofFirst - onlyFirst + onlySecond, n),
                mean.value(),
                mean.interval(),
                mcNemar(onlyFirst, onlySecond),
                true,
                onlyFirst,
                onlySecond);
    }

    /**
     * The change between two separate groups.
     *
     * @throws IllegalArgumentException if one of them counted nothing
     */
    public static ProportionChange ofGroups(Proportion first, Proportion second) {
        Double one = first.share();
        Double other = second.share();
        Mean.Interval ends = first.interval();
        Mean.Interval otherEnds = second.interval();
        if (one == null || other == null || ends == null || otherEnds == null) {
            throw new IllegalArgumentException(
                    "proportions: expected at least one item in both groups, got " + first.n() + " and " + second.n());
        }
        double delta = other - one;
        double below = Math.hypot(other - otherEnds.low(), ends.high() - one);
        double above = Math.hypot(otherEnds.high() - other, one - ends.low());
        return new ProportionChange(
                first,
                second,
                delta,
                new Mean.Interval(delta - below, delta + above),
                fisher(first, second),
                false,
                0,
                0);
    }

    /** McNemar's exact test: the pairs that changed would change either way with the same probability. */
    private static double mcNemar(int onlyFirst, int onlySecond) {
        int changed = onlyFirst + onlySecond;
        if (changed == 0) {
            return 1;
        }
        double tail = BinomialDistribution.of(changed, 0.5).cumulativeProbability(Math.min(onlyFirst, onlySecond));
        return Math.min(1, 2 * tail);
    }

    private static double fisher(Proportion first, Proportion second) {
        int count = first.count() + second.count();
        if (count == 0 || count == first.n() + second.n()) {
            return 1; // no other table has these margins
        }
        int[][] table = {{first.count(), first.n() - first.count()}, {second.count(), second.n() - second.count()}};
        return FisherExactTest.withDefaults().test(table).getPValue();
    }

    /** Whether the interval of the change excludes zero; false if there is no interval. */
    public boolean differs() {
        return interval != null && (interval.low() > 0 || interval.high() < 0);
    }

    /** The change as people read it: {@code +0.120 [+0.031, +0.214], p 0.0117 (McNemar, exact)}. */
    public String text() {
        String ends =
                interval == null ? "" : String.format(Locale.ROOT, " [%+.3f, %+.3f]", interval.low(), interval.high());
        return String.format(Locale.ROOT, "%+.3f%s, p %s (%s)", delta, ends, p(), test());
    }

    private String p() {
        return String.format(Locale.ROOT, pValue < 1e-4 ? "%.1e" : "%.4f", pValue);
    }

    /** The test, in words. */
    public String test() {
        return paired ? "McNemar, exact" : "Fisher, exact";
    }

    @Override
    public String toString() {
        return text();
    }
}
