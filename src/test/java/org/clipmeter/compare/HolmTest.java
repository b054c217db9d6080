package org.clipmeter.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HolmTest {
    /** 4 · 0.005 = 0.02; 3 · 0.01 = 0.03; 2 · 0.03 = 0.06; 1 · 0.04 is below the one before it, so 0.06. */
    @Test
    void theSmallestIsMultipliedMostAndNoneFallsBelowASmallerOne() {
        check(List.of(0.01, 0.04, 0.03, 0.005), 0.03, 0.06, 0.06, 0.02);
    }

    @Test
    void equalValuesAreAdjustedAlike() {
        check(List.of(0.02, 0.02, 0.9), 0.06, 0.06, 0.9);
    }

    @Test
    void nothingExceedsOneAndZeroStaysZero() {
        check(List.of(0.5, 0.6, 0.0), 1, 1, 0);
        check(List.of(0.03), 0.03);
        assertEquals(List.of(), Holm.adjusted(List.of()));
    }

    @Test
    void aTestThatCouldNotBeDoneIsNotCounted() {
        List<@Nullable Double> adjusted = Holm.adjusted(Arrays.asList(0.02, null, 0.03));
        assertNull(adjusted.get(1));
        assertEquals(0.04, number(adjusted.get(0)), 1e-15);
        assertEquals(0.04, number(adjusted.get(2)), 1e-15);
    }

    private static void check(List<@Nullable Double> pValues, double... expected) {
        List<@Nullable Double> adjusted = Holm.adjusted(pValues);
        assertEquals(expected.length, adjusted.size());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], number(adjusted.get(i)), 1e-15);
        }
    }

    private static double number(@Nullable Double value) {
        assertNotNull(value);
        return value;
    }
}
