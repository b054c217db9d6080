package org.clipmeter.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.clipmeter.compare.PairedComparison.Changes;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
    /** Darwin's maize plants (1876), the example of scipy.stats.wilcoxon, which gives p = 0.041259765625. */
    private static final double[] DARWIN = {6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75};

    @Test
    void theTestIsScipys() {
        assertEquals(0.041259765625, PairedComparison.wilcoxonP(DARWIN), 1e-15);
    }

    @Test
    void fewChangesAreTestedExactly() {
        double[] deltas = {0.3, -0.1, 0.7, 1.1, -0.5, 0.9, 1.6};
        assertEquals(byEnumeration(deltas), PairedComparison.wilcoxonP(deltas), 1e-12);
        assertEquals(1, PairedComparison.wilcoxonP(new double[] {4}), 1e-12);
    }

    /** The share of all ways to sign the ranks whose sum lies at least as far from the middle. */
    private static double byEnumeration(double[] deltas) {
        int n = deltas.length;
        double[] ranks = Arrays.stream(deltas)
                .map(one -> Arrays.stream(deltas)
                        .filter(other -> Math.abs(other) <= Math.abs(one))
                        .count())
                .toArray();
        double middle = n * (n + 1) / 4.0;
        double seen = Math.abs(IntStream.range(0, n)
                        .filter(i -> deltas[i] > 0)
                        .mapToDouble(i -> ranks[i])
                        .sum()
                - middle);
        long asFar = IntStream.range(0, 1 << n)
                .filter(signs -> Math.abs(IntStream.range(0, n)
                                        .filter(i -> (signs >> i & 1) == 1)
                                        .mapToDouble(i -> ranks[i])
                                        .sum()
                                - middle)
                        >= seen)
                .count();
        return (double) asFar / (1 << n);
    }

    /** n = 60 without ties: z = (W+ - n(n+1)/4) / sqrt(n(n+1)(2n+1)/24), here W+ = 1830 - 465 and z = 3.3129. */
    @Test
    void manyChangesAreTestedByTheNormalApproximation() {
        double[] deltas =
                IntStream.rangeClosed(1, 60).mapToDouble(i -> i <= 30 ? -i : i).toArray();
        assertEquals(9.233e-4, PairedComparison.wilcoxonP(deltas), 1e-6);
    }

    @Test
    void scoresThatAreAsGoodAsEqualDecideNothing() {
        double[] same = {0, 1e-5, -2e-4};
        assertEquals(1, PairedComparison.wilcoxonP(same));
        assertEquals(0.5, Changes.of(same).winRate());
        double[] some = {0, 1e-5, -2e-4, 0.3, -0.1, 0.7, 1.1, -0.5, 0.9, 1.6};
        assertEquals(
                PairedComparison.wilcoxonP(new double[] {0.3, -0.1, 0.7, 1.1, -0.5, 0.9, 1.6}),
                PairedComparison.wilcoxonP(some));
        assertEquals(new Changes(5, 3, 2), Changes.of(some));
        assertEquals(0.65, Changes.of(some).winRate(), 1e-12);
    }

    /** Standard deviation 2 over 16: (1.96 + 0.8416) · 2 / 4. */
    @Test
    void theSmallestDeltaIsThatOfTheUsualPower() {
        double[] deltas = new double[16];
        for (int i = 0; i < 16; i++) {
            deltas[i] = 5 + (i % 2 == 0 ? 1 : -1) * 2 * Math.sqrt(15 / 16.0);
        }
        Double smallest = PairedComparison.smallestDelta(deltas);
        assertEquals(1.4008, smallest == null ? Double.NaN : smallest, 1e-4);
        assertNull(PairedComparison.smallestDelta(new double[] {3}));
    }

    @Test
    void meansAreThoseOfThePairsAlone() {
        List<Prompt> prompts = List.of(Runs.prompt("a"), Runs.prompt("b"), Runs.prompt("c"));
        ScoreResult sd = Runs.of("m", prompts, List.of(Runs.scored(20), Runs.scored(22), Runs.scored(90)));
        ScoreResult uce = Runs.of("m", prompts.subList(0, 2), List.of(Runs.scored(19), Runs.scored(20)));
        PairedComparison comparison = PairedComparison.of("sd", sd, "uce", uce);
        assertEquals(21, comparison.baseline().value());
        assertEquals(19.5, comparison.run().value());
        assertEquals(-1.5, comparison.delta().value());
        assertEquals(2, comparison.delta().n());
        assertEquals(new Changes(0, 0, 2), comparison.changes());
        assertTrue(comparison.differs());
        assertEquals(List.of("1 only in sd"), comparison.scores().leftovers("sd", "uce"));
    }

    @Test
    void anIntervalThatHoldsZeroTellsNoDifference() {
        List<Prompt> prompts = List.of(Runs.prompt("a"), Runs.prompt("b"));
        ScoreResult sd = Runs.of("m", prompts, List.of(Runs.scored(20), Runs.scored(22)));
        ScoreResult uce = Runs.of("m", prompts, List.of(Runs.scored(21), Runs.scored(21)));
        assertFalse(PairedComparison.of("sd", sd, "uce", uce).differs());
    }

    @Test
    void runsWithoutACommonPromptOrModelAreRefused() {
        ScoreResult one = Runs.of("m", List.of(Runs.prompt("a")), List.of(Runs.scored(20)));
        ScoreResult other = Runs.of("m", List.of(Runs.prompt("b")), List.of(Runs.scored(20)));
        ScoreResult large = Runs.of("l", List.of(Runs.prompt("a")), List.of(Runs.scored(20)));
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> PairedComparison.of("sd", one, "uce", other))
                        .getMessage());
        assertTrue(message.contains("no prompt has a score in both sd and uce (1 only in sd, 1 only in uce)"), message);
        assertThrows(IllegalArgumentException.class, () -> PairedComparison.of("sd", one, "big", large));
    }
}
