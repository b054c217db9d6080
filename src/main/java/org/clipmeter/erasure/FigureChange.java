package org.clipmeter.erasure;

import java.util.Locale;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.ProportionChange;
import org.clipmeter.compare.Wilcoxon;
import org.jspecify.annotations.Nullable;

/**
 * How a figure of a technique differs from the baseline's: over the same items of both, or between two separate groups.
 *
 * @param first the baseline's figure over the items that are compared
 * @param second the technique's figure over the items that are compared
 * @param delta the second figure less the first one
 * @param interval its 95 % interval; null if every item changes alike
 * @param pValue two-sided; null if no item changes, so that there is nothing to test
 * @param adjusted the p-value after Holm's correction over the techniques that are compared; null with {@code pValue}
 * @param test the test, in words
 * @param paired whether the same items were compared
 * @param n how many items were compared: pairs, or the technique's own
 * @param directions which way pairs changed, in words; empty without pairs
 */
public record FigureChange(
        double first,
        double second,
        double delta,
        Mean.@Nullable Interval interval,
        @Nullable Double pValue,
        @Nullable Double adjusted,
        String test,
        boolean paired,
        int n,
        String directions) {
    /** The change of a share. */
    static FigureChange of(ProportionChange change) {
        Double first = change.first().share();
        Double second = change.second().share();
        return new FigureChange(
                first == null ? Double.NaN : first,
                second == null ? Double.NaN : second,
                change.delta(),
                change.interval(),
                change.pValue(),
                change.pValue(),
                change.test(),
                change.paired(),
                change.second().n(),
                change.paired()
                        ? "only in the baseline " + change.onlyFirst() + ", only in the other " + change.onlySecond()
                        : "");
    }

    /** The change of a mean over pairs. */
    static FigureChange ofPairs(double[] first, double[] second) {
        double[] changes = new double[first.length];
        int higher = 0;
        int lower = 0;
        for (int i = 0; i < changes.length; i++) {
            changes[i] = second[i] - first[i];
            higher += changes[i] > 0 ? 1 : 0;
            lower += changes[i] < 0 ? 1 : 0;
        }
        Mean mean = Mean.of(changes);
        Wilcoxon wilcoxon = Wilcoxon.of(changes);
        return new FigureChange(
                mean(first),
                mean(second),
                mean.value(),
                mean.interval(),
                wilcoxon.pValue(),
                wilcoxon.pValue(),
                "Wilcoxon" + (wilcoxon.method() == null ? "" : ", " + wilcoxon.method()),
                true,
                changes.length,
                "lower " + lower + ", higher " + higher);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** The same with another adjusted p-value. */
    FigureChange withAdjusted(@Nullable Double newAdjusted) {
        return new FigureChange(first, second, delta, interval, pValue, newAdjusted, test, paired, n, directions);
    }

    /** The change as people read it: {@code +0.120 [+0.031, +0.214], p 0.0117 (McNemar, exact), n = 50}. */
    public String text() {
        String ends =
                interval == null ? "" : String.format(Locale.ROOT, " [%+.3f, %+.3f]", interval.low(), interval.high());
        return String.format(Locale.ROOT, "%+.3f%s, p %s (%s), n = %d", delta, ends, Wilcoxon.text(pValue), test, n);
    }

    @Override
    public String toString() {
        return text();
    }
}
