package org.clipmeter.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SpreadTest {
    /** Deviations from 5 are -3, -1, -1, -1, 0, 0, 2, 4; their squares sum up to 32, of which 7 are free. */
    @Test
    void theDeviationIsThatOfASample() {
        assertEquals(new Spread(4.5, Math.sqrt(32 / 7.0)), Spread.of(new double[] {2, 4, 4, 4, 5, 5, 7, 9}));
    }

    @Test
    void oneValueHasAMedianOnly() {
        assertEquals(new Spread(3, null), Spread.of(new double[] {3}));
        assertEquals(new Spread(3, 0.0), Spread.of(new double[] {3, 3}));
        assertThrows(IllegalArgumentException.class, () -> Spread.of(new double[0]));
    }
}
