package org.clipmeter.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.Set;
import org.clipmeter.compare.Mean.Interval;
import org.junit.jupiter.api.Test;

class EquivalenceTest {
    @Test
    void isShownIfTheWholeIntervalLiesInside() {
        assertTrue(new Equivalence(0.5, new Interval(-0.49, 0.49)).isShown());
        assertFalse(new Equivalence(0.5, new Interval(-0.51, 0.2)).isShown());
        assertFalse(new Equivalence(0.5, new Interval(-0.2, 0.51)).isShown());
        assertFalse(new Equivalence(0.5, new Interval(-0.5, 0.2)).isShown(), "an end on the margin");
        assertFalse(new Equivalence(0.5, null).isShown());
    }

    /** Two one-sided tests at 5 % reject together if the 90 % interval, mean ± 1.645 · se, lies inside the margin. */
    @Test
    void theIntervalIsThatOfTwoOneSidedTests() {
        Random random = new Random(3);
        double[] changes = random.doubles(400).map(u -> u - 0.4).toArray();
        double mean = Mean.of(changes).value();
        Double deviation = Spread.of(changes).deviation();
        assertNotNull(deviation);
        double half = 1.645 * deviation / Math.sqrt(400);
        Interval interval = Equivalence.of(changes, 1).interval();
        assertNotNull(interval);
        assertEquals(mean - half, interval.low(), 0.05 * half);
        assertEquals(mean + half, interval.high(), 0.05 * half);
        assertTrue(Equivalence.of(changes, mean + 1.2 * half).isShown());
        assertFalse(Equivalence.of(changes, mean + 0.8 * half).isShown());
    }

    @Test
    void theWordsNeverSayThatThereIsNoDifference() {
        assertEquals("within ±0.5", new Equivalence(0.5, new Interval(-0.1, 0.2)).text());
        assertEquals("not shown to be within ±0.25", new Equivalence(0.25, new Interval(-0.1, 0.3)).text());
        assertEquals("90 % BCa [-0.1000, +0.3000]", new Equivalence(0.25, new Interval(-0.1, 0.3)).basis());
        assertEquals(
                "not shown to be within ±10",
                Equivalence.of(new double[] {0, 0}, 10).text());
        assertEquals(
                "no interval, since every change is the same",
                Equivalence.of(new double[] {0, 0}, 10).basis());
    }

    @Test
    void onlyAPositiveMarginIsOne() {
        for (double margin : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> ComparisonOptions.defaults()
                    .withMargin(margin));
        }
        assertThrows(IllegalArgumentException.class, () -> ComparisonOptions.defaults()
                .withAcross(Set.of(Setting.MODEL)));
    }
}
