package org.clipmeter.compare;

import java.util.Arrays;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.score.ScoreResult;
import org.jspecify.annotations.Nullable;

/**
 * How a run differs from a baseline, over the prompts that both have scored. A prompt with several images counts once, with their
 * mean, and the bootstrap draws prompts: images of one prompt resemble each other, and would make every interval too narrow.
 *
 * @param scores the pairs, and what did not pair
 * @param baseline mean logits_per_image of the baseline over the pairs
 * @param run mean logits_per_image of the run over the pairs
 * @param delta mean change of logits_per_image, run less baseline
 * @param wilcoxon the Wilcoxon signed-rank test of the changes, after those of at most {@link #EQUAL} were set to 0
 * @param changes how many prompts score higher, equal and lower in the run
 * @param smallestDelta minimum detectable effect: the smallest mean change that this many prompts, with this spread,
 *     would detect with 80 % power at the 5 % level; null for one pair
 * @param equivalence whether the mean change is shown to be within the margin; null if no margin was given
 */
public record PairedComparison(
        PairedScores scores,
        Mean baseline,
        Mean run,
        Mean delta,
        Wilcoxon wilcoxon,
        Changes changes,
        @Nullable Double smallestDelta,
        @Nullable Equivalence equivalence) {
    /** Scores that differ by at most this, in logits_per_image, count as equal: they are not more exact than that. */
    public static final double EQUAL = 2e-4;

    /**
     * Prompts by the direction of their change; together they are all pairs.
     *
     * @param higher prompts that score higher in the run, by more than {@link #EQUAL}
     * @param equal prompts whose scores differ by at most {@link #EQUAL}
     * @param lower prompts that score lower in the run, by more than {@link #EQUAL}
     */
    public record Changes(int higher, int equal, int lower) {
        static Changes of(double[] deltas) {
            int higher =
                    (int) Arrays.stream(deltas).filter(delta -> delta > EQUAL).count();
            int lower =
                    (int) Arrays.stream(deltas).filter(delta -> delta < -EQUAL).count();
            return new Changes(higher, deltas.length - higher - lower, lower);
        }

        /** Share of the prompts that score higher in the run, 0 to 1; equal scores count half. */
        public double winRate() {
            return (higher + 0.5 * equal) / (higher + equal + lower);
        }

        /** {@code 12 higher, 3 equal, 85 lower}. */
        public String text() {
            return higher + " higher, " + equal + " equal, " + lower + " lower";
        }
    }

    /** Quantiles of the normal distribution at 1 - 5 %/2 and at 80 %. */
    private static final double LEVEL_AND_POWER = 1.959964 + 0.841621;

    /**
     * Compares two runs that were scored in the same way, prompt by prompt, without a margin.
     *
     * @param baselineName for messages
     * @param runName for messages
     * @throws IllegalArgumentException in one line, if the runs were scored in different ways or no prompt was scored by both
     */
    public static PairedComparison of(String baselineName, ScoreResult baseline, String runName, ScoreResult run) {
        return of(baselineName, baseline, runName, run, ComparisonOptions.defaults());
    }

    /**
     * Compares two runs, prompt by prompt.
     *
     * @param baselineName for messages
     * @param runName for messages
     * @throws IllegalArgumentException in one line, if the runs were scored in ways that differ in more than the options allow, or
     *     no prompt was scored by both
     */
    public static PairedComparison of(
            String baselineName, ScoreResult baseline, String runName, ScoreResult run, ComparisonOptions options) {
        SameScoring.require(baselineName, baseline, runName, run, options.across());
        PairedScores scores = PairedScores.of(baseline, run);
        if (scores.pairs().isEmpty()) {
            throw new InvalidRequestException(
                    "compare: no prompt has a score in both " + baselineName + " and " + runName
                            + " (" + String.join(", ", scores.leftovers(baselineName, runName))
                            + "); runs are compared by the ids of their prompts, so score both with the same prompts");
        }
        return of(scores, options.margin());
    }

    static PairedComparison of(PairedScores scores, @Nullable Double margin) {
        double[] deltas = scores.deltas();
        return new PairedComparison(
                scores,
                Mean.of(scores.firstScores()),
                Mean.of(scores.secondScores()),
                Mean.of(deltas),
                Wilcoxon.of(zeroed(deltas)),
                Changes.of(deltas),
                smallestDelta(deltas),
                margin == null ? null : Equivalence.of(deltas, margin));
    }

    /** The changes as the test takes them: what is equal within the scores' own exactness is 0. */
    static double[] zeroed(double[] deltas) {
        return Arrays.stream(deltas)
                .map(delta -> Math.abs(delta) <= EQUAL ? 0 : delta)
                .toArray();
    }

    static @Nullable Double smallestDelta(double[] deltas) {
        Double deviation = Spread.deviation(deltas);
        return deviation == null ? null : LEVEL_AND_POWER * deviation / Math.sqrt(deltas.length);
    }

    /** Median and standard deviation of the baseline's scores, prompt by prompt. */
    public Spread baselineSpread() {
        return Spread.of(scores.firstScores());
    }

    /** Median and standard deviation of the run's scores, prompt by prompt. */
    public Spread runSpread() {
        return Spread.of(scores.secondScores());
    }

    /** Whether the interval of the mean change excludes zero; false if there is no interval. */
    public boolean differs() {
        Mean.Interval interval = delta.interval();
        return interval != null && (interval.low() > 0 || interval.high() < 0);
    }
}
