package org.clipmeter.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Holm's correction (1979) for several tests at once, as {@code statsmodels.stats.multitest.multipletests(method="holm")}
 * computes it: whoever counts adjusted p-values of at most 5 % as findings reports a false one with a chance of at most 5 %,
 * however many tests there are.
 */
public final class Holm {
    private Holm() {}

    /** The adjusted p-values of comparisons, in their order; null for one of which every change is zero. */
    public static List<@Nullable Double> of(List<PairedComparison> comparisons) {
        List<@Nullable Double> pValues = new ArrayList<>();
        comparisons.forEach(comparison -> pValues.add(comparison.wilcoxon().pValue()));
        return adjusted(pValues);
    }

    /**
     * The adjusted p-values, in the order of the tests. The k-th smallest of m is multiplied by m - k + 1 and is at least as large
     * as the one before it, and at most 1.
     *
     * @param pValues from 0 to 1; null for a test that could not be done, which stays null and is not counted among the tests
     */
    public static List<@Nullable Double> adjusted(List<@Nullable Double> pValues) {
        double[] values = new double[pValues.size()];
        for (int i = 0; i < values.length; i++) {
            Double p = pValues.get(i);
            values[i] = p == null ? Double.NaN : p;
        }
        List<Integer> done = IntStream.range(0, values.length)
                .filter(i -> !Double.isNaN(values[i]))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .toList();
        @Nullable Double[] adjusted = new Double[values.length];
        double largest = 0;
        for (int k = 0; k < done.size(); k++) {
            int test = done.get(k);
            largest = Math.max(largest, Math.min(1, (done.size() - k) * values[test]));
            adjusted[test] = largest;
        }
        return new ArrayList<>(Arrays.asList(adjusted));
    }
}
