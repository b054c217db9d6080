package org.clipmeter.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {
    private static int[] alone(int n) {
        return IntStream.range(0, n).toArray();
    }

    private static double spearman(double[] x, double[] y) {
        Double value = RankCorrelation.spearman(x, y, alone(x.length)).value();
        assertNotNull(value);
        return value;
    }

    private static double kendall(double[] x, double[] y) {
        Double value = RankCorrelation.kendall(x, y, alone(x.length)).value();
        assertNotNull(value);
        return value;
    }

    /** ρ = 1 - 6 · Σd² / (n (n² - 1)) = 1 - 6 · 4 / 120; of 10 pairs, 2 are reversed. */
    @Test
    void withoutTiesTheyAreThoseOfTheTextbook() {
        double[] x = {10, 20, 30, 40, 50};
        double[] y = {-2, -7, 4, 1, 9};
        assertEquals(0.8, spearman(x, y), 1e-12);
        assertEquals(0.6, kendall(x, y), 1e-12);
    }

    /**
     * Ranks 1, 2.5, 2.5, 4 and 1, 2, 3.5, 3.5: ρ = 3.75 / 4.5. Of 6 pairs, 4 are in the same order and one is tied on each
     * side: τ-b = 4 / √(5 · 5).
     */
    @Test
    void tiesShareTheirRankAndAreCorrectedFor() {
        double[] x = {1, 2, 2, 3};
        double[] y = {1, 2, 3, 3};
        assertEquals(3.75 / 4.5, spearman(x, y), 1e-12);
        assertEquals(0.8, kendall(x, y), 1e-12);
        assertArrayEquals(new double[] {1, 2.5, 2.5, 4}, RankCorrelation.ranks(x));
    }

    @Test
    void areOneForTheSameOrderAndMinusOneForTheReversed() {
        double[] x = {3, 1, 4, 1.5, 9, 2.6};
        double[] cubes =
                IntStream.range(0, x.length).mapToDouble(i -> Math.pow(x[i], 3)).toArray();
        double[] negated = IntStream.range(0, x.length).mapToDouble(i -> -x[i]).toArray();
        assertEquals(1, spearman(x, cubes), 1e-12);
        assertEquals(1, kendall(x, cubes), 1e-12);
        assertEquals(-1, spearman(x, negated), 1e-12);
        assertEquals(-1, kendall(x, negated), 1e-12);
    }

    @Test
    void areUndefinedIfOneSideHasOneValueOnly() {
        double[] constant = {2, 2, 2, 2, 2};
        double[] x = {1, 2, 3, 4, 5};
        assertEquals(new RankCorrelation(null, 5, null), RankCorrelation.spearman(x, constant, alone(5)));
        assertEquals(new RankCorrelation(null, 5, null), RankCorrelation.kendall(constant, x, alone(5)));
        assertNull(RankCorrelation.kendall(new double[] {1}, new double[] {1}, alone(1))
                .value());
        assertNull(
                RankCorrelation.spearman(new double[0], new double[0], alone(0)).value());
    }

    @Test
    void fewItemsHaveNoInterval() {
        double[] x = {1, 2, 3};
        assertNull(RankCorrelation.kendall(x, x, alone(3)).interval());
    }

    @Test
    void theSameItemsGiveTheSameIntervalAroundTheValue() {
        double[] x = new Random(1).doubles(200).toArray();
        Random noise = new Random(2);
        double[] y = IntStream.range(0, 200)
                .mapToDouble(i -> x[i] + 0.3 * noise.nextGaussian())
                .toArray();
        RankCorrelation one = RankCorrelation.spearman(x, y, alone(200));
        assertEquals(one, RankCorrelation.spearman(x, y, alone(200)));
        Mean.Interval interval = one.interval();
        assertNotNull(interval);
        assertTrue(interval.low() < spearman(x, y) && spearman(x, y) < interval.high(), one.toString());
    }

    /** Each item four times tells no more than once: as groups, the interval stays that of the items. */
    @Test
    void theImagesOfAPromptAreResampledTogether() {
        double[] x = new Random(3).doubles(30).toArray();
        double[] y = new Random(4).doubles(30).toArray();
        double[] xs = IntStream.range(0, 120).mapToDouble(i -> x[i / 4]).toArray();
        double[] ys = IntStream.range(0, 120).mapToDouble(i -> y[i / 4]).toArray();
        int[] groups = IntStream.range(0, 120).map(i -> i / 4).toArray();
        Mean.Interval once = RankCorrelation.spearman(x, y, alone(30)).interval();
        Mean.Interval grouped = RankCorrelation.spearman(xs, ys, groups).interval();
        Mean.Interval alone = RankCorrelation.spearman(xs, ys, alone(120)).interval();
        assertNotNull(once);
        assertNotNull(grouped);
        assertNotNull(alone);
        assertEquals(once.low(), grouped.low(), 1e-9);
        assertEquals(once.high(), grouped.high(), 1e-9);
        assertTrue(alone.high() - alone.low() < 0.7 * (once.high() - once.low()), alone + " " + once);
    }

    @Test
    void sidesOfDifferentLengthAreRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> RankCorrelation.kendall(new double[2], new double[3], alone(2)));
    }
}
