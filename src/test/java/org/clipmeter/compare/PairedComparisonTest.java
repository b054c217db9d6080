package org.clipmeter.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.clipmeter.compare.PairedComparison.Changes;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
    @Test
    void changesWithinTheScoresExactnessDecideNothing() {
        double[] some = {0, 1e-5, -2e-4, 0.3, -0.1, 0.7, 1.1, -0.5, 0.9, 1.6};
        assertEquals(
                Wilcoxon.of(new double[] {0, 0, 0, 0.3, -0.1, 0.7, 1.1, -0.5, 0.9, 1.6}),
                Wilcoxon.of(PairedComparison.zeroed(some)));
        assertEquals(new Changes(5, 3, 2), Changes.of(some));
        assertEquals(0.65, Changes.of(some).winRate(), 1e-12);
        assertEquals(0.5, Changes.of(new double[] {0, 1e-5, -2e-4}).winRate());
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
