package org.clipmeter.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hand-computed intervals and tests of shares; {@code ProportionPythonIT} compares many more with SciPy. */
class ProportionTest {
    /** z² = 3.841459: for 0 of 3 the high end is z²/(3 + z²), for 1 of 2 the ends are 1/2 ± z/2 · √(1/(2 + z²)). */
    @ParameterizedTest
    @CsvSource({"0, 3, 0, 0.561497", "3, 3, 0.438503, 1", "1, 2, 0.094531, 0.905469", "0, 1, 0, 0.793450"})
    void anIntervalIsWilsons(int count, int n, double low, double high) {
        Mean.Interval interval = new Proportion(count, n).interval();
        assertNotNull(interval);
        assertEquals(low, interval.low(), 1e-6);
        assertEquals(high, interval.high(), 1e-6);
    }

    @Test
    void nothingHasNoShareAndNoInterval() {
        Proportion nothing = new Proportion(0, 0);
        assertNull(nothing.share());
        assertNull(nothing.interval());
        assertEquals("none, 0 of 0", nothing.text());
        assertThrows(IllegalArgumentException.class, () -> new Proportion(2, 1));
    }

    /** Of 10 pairs, 6 change one way and 1 the other: p = 2 · (1 + 7) / 2⁷ = 0.125. */
    @Test
    void pairsAreTestedByMcNemar() {
        boolean[] first = new boolean[10];
        boolean[] second = new boolean[10];
        Arrays.fill(second, 0, 6, true);
        first[6] = true;
        ProportionChange change = ProportionChange.ofPairs(first, second);
        assertEquals(0.125, change.pValue(), 1e-12);
        assertEquals(0.5, change.delta(), 1e-12);
        assertEquals(new Proportion(1, 10), change.first());
        assertEquals(new Proportion(6, 10), change.second());
        assertEquals(1, change.onlyFirst());
        assertEquals(6, change.onlySecond());
        assertTrue(change.text().endsWith("p 0.1250 (McNemar, exact)"), change.text());
    }

    @Test
    void pairsThatDoNotChangeGiveNoEvidence() {
        ProportionChange change = ProportionChange.ofPairs(new boolean[] {true, false}, new boolean[] {true, false});
        assertEquals(1, change.pValue());
        assertNull(change.interval());
        assertFalse(change.differs());
    }

    /** Newcombe 1998, example (a): 56/70 less 48/80 is 0.2, with the interval 0.0524 to 0.3339 by method 10. */
    @Test
    void groupsHaveNewcombesInterval() {
        ProportionChange change = ProportionChange.ofGroups(new Proportion(48, 80), new Proportion(56, 70));
        Mean.Interval interval = change.interval();
        assertNotNull(interval);
        assertEquals(0.2, change.delta(), 1e-12);
        assertEquals(0.0524, interval.low(), 5e-5);
        assertEquals(0.3339, interval.high(), 5e-5);
        assertTrue(change.differs());
    }

    /** Fisher's tea: 3 of 4 against 1 of 4 has p = 34/70. */
    @Test
    void groupsAreTestedByFisher() {
        ProportionChange change = ProportionChange.ofGroups(new Proportion(3, 4), new Proportion(1, 4));
        assertEquals(34 / 70.0, change.pValue(), 1e-12);
        assertEquals(
                1,
                ProportionChange.ofGroups(new Proportion(0, 4), new Proportion(0, 3))
                        .pValue());
    }
}
