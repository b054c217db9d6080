package org.clipmeter.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.statistics.inference.ContinuityCorrection;
import org.apache.commons.statistics.inference.PValueMethod;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import org.jspecify.annotations.Nullable;

/**
 * The two-sided Wilcoxon signed-rank test (1945) of paired changes, as {@code scipy.stats.wilcoxon} computes it with its
 * defaults ({@code zero_method="wilcox"}, {@code correction=False}, {@code method="auto"}; SciPy 1.17).
 *
 * @param pValue the probability of changes at least this lopsided if none were real; null if every change is zero
 * @param method how the p-value was found; null with it
 * @param zeros changes of zero, which the test drops
 * @param ties whether some of the other changes have the same size, so that they share a rank
 * @param rankBiserial the matched-pairs rank-biserial correlation (Kerby 2014), an effect size from -1, if every change is a
 *     decrease, to 1: the share of the rank sum that belongs to increases less that of decreases; null if every change is zero
 */
public record Wilcoxon(
        @Nullable Double pValue,
        @Nullable Method method,
        int zeros,
        boolean ties,
        @Nullable Double rankBiserial) {
    /** SciPy's limit for the exact distribution, counted with the zeros. */
    private static final int MOST_EXACT = 50;

    /** SciPy's limit for trying all signs, counted with the zeros. */
    private static final int MOST_PERMUTED = 13;

    /** How far apart two rank sums may lie and be equal, as a share of the sum; SciPy's rule. */
    private static final double SAME_SUM = 100 * Math.ulp(1.0);

    /** How a p-value is found. */
    public enum Method {
        /** From the distribution of the rank sum: no zeros, no ties, at most 50 changes. */
        EXACT("exact"),
        /** From all ways to sign the changes: zeros or ties, at most 13 changes. */
        ALL_SIGNS("all sign permutations"),
        /** From the normal distribution, corrected for ties but not for continuity. */
        NORMAL("normal approximation");

        private final String words;

        Method(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * Tests changes. Without any change that is not 0, there is no p-value.
     *
     * @param changes finite; what counts as equal must be 0 already; not changed
     */
    public static Wilcoxon of(double[] changes) {
        double[] moved = Arrays.stream(changes).filter(change -> change != 0).toArray();
        int zeros = changes.length - moved.length;
        boolean ties = Arrays.stream(moved).map(Math::abs).distinct().count() < moved.length;
        if (moved.length == 0) {
            return new Wilcoxon(null, null, zeros, false, null);
        }
        Method method;
        if (changes.length <= MOST_EXACT && zeros == 0 && !ties) {
            method = Method.EXACT;
        } else {
            method = changes.length <= MOST_PERMUTED ? Method.ALL_SIGNS : Method.NORMAL;
        }
        double p =
                switch (method) {
                    case EXACT -> commons(moved, PValueMethod.EXACT);
                    case NORMAL -> commons(moved, PValueMethod.ASYMPTOTIC);
                    case ALL_SIGNS -> allSigns(moved);
                };
        return new Wilcoxon(p, method, zeros, ties, rankBiserial(moved));
    }

    private static double rankBiserial(double[] moved) {
        double all = 0.5 * moved.length * (moved.length + 1);
        return 2 * WilcoxonSignedRankTest.withDefaults().statistic(moved) / all - 1;
    }

    private static double commons(double[] moved, PValueMethod method) {
        return WilcoxonSignedRankTest.withDefaults()
                .with(ContinuityCorrection.DISABLED)
                .with(method)
                .test(moved)
                .getPValue();
    }

    /** Twice the smaller share of all 2^n signs whose rank sum is at most, or at least, the one that was seen. */
    private static double allSigns(double[] moved) {
        double[] ranks = ranks(moved);
        double seen = 0;
        for (int i = 0; i < moved.length; i++) {
            seen += moved[i] > 0 ? ranks[i] : 0;
        }
        double slack = SAME_SUM * seen;
        int all = 1 << moved.length;
        int atMost = 0;
        int atLeast = 0;
        for (int signs = 0; signs < all; signs++) {
            double sum = 0;
            for (int i = 0; i < moved.length; i++) {
                sum += (signs >> i & 1) == 1 ? ranks[i] : 0;
            }
            atMost += sum <= seen + slack ? 1 : 0;
            atLeast += sum >= seen - slack ? 1 : 0;
        }
        return Math.min(1, 2.0 * Math.min(atMost, atLeast) / all);
    }

    /** The ranks of the changes' sizes from 1; equal sizes share their mean rank. */
    private static double[] ranks(double[] moved) {
        double[] ranks = new double[moved.length];
        for (int i = 0; i < moved.length; i++) {
            double size = Math.abs(moved[i]);
            long smaller =
                    Arrays.stream(moved).filter(other -> Math.abs(other) < size).count();
            long same = Arrays.stream(moved)
                    .filter(other -> Math.abs(other) == size)
                    .count();
            ranks[i] = smaller + (same + 1) / 2.0;
        }
        return ranks;
    }

    /** The p-value as people write it, {@code 0.0312} or {@code 1.2e-13}; {@code none} if every change is zero. */
    public String text() {
        return text(pValue);
    }

    /** A p-value as people write it; {@code none} for null. */
    public static String text(@Nullable Double p) {
        if (p == null) {
            return "none";
        }
        boolean small = p != 0 && p < 1e-4;
        return String.format(Locale.ROOT, small ? "%.1e" : "%.4f", p);
    }

    /** How the p-value was found, in words: {@code normal approximation, ties corrected, 81 equal prompts dropped}. */
    public String basis() {
        if (method == null) {
            return "every prompt scores the same in both";
        }
        List<String> words = new ArrayList<>(List.of(method.toString()));
        if (ties) {
            words.add(method == Method.NORMAL ? "ties corrected" : "with ties");
        }
        if (zeros > 0) {
            words.add(zeros + (zeros == 1 ? " equal prompt dropped" : " equal prompts dropped"));
        }
        return String.join(", ", words);
    }
}
