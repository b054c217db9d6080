package org.clipmeter.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BinsTest {
    @Test
    void countsValuesBetweenRoundEdges() {
        Bins bins = Bins.of(new double[] {20.1, 20.9, 21, 24.99, 22.5});
        assertEquals(20, bins.start());
        assertEquals(1, bins.width());
        assertArrayEquals(new int[] {2, 1, 1, 0, 1}, bins.counts());
    }

    @Test
    void equalValuesShareOneBin() {
        for (double value : new double[] {0, 25.31, -7.3, 1e-12, 1e6}) {
            Bins bins = Bins.of(new double[] {value, value, value});
            assertArrayEquals(new int[] {3}, bins.counts());
            assertTrue(bins.edge(0) <= value && value < bins.edge(1), bins.toString());
        }
    }

    @Test
    void losesNoValue() {
        Random random = new Random(3);
        for (int n = 1; n < 3000; n = n * 3 + 1) {
            double[] values = random.doubles(n, -30, 35).toArray();
            Bins bins = Bins.of(values);
            assertEquals(n, Arrays.stream(bins.counts()).sum());
            assertTrue(bins.counts().length <= 42, bins.toString());
            for (double value : values) {
                assertTrue(value >= bins.edge(0) && value <= bins.edge(bins.counts().length));
            }
        }
    }

    @Test
    void givesTheDecimalsThatItsEdgesNeed() {
        assertEquals(1, Bins.of(new double[] {1, 3.4}).decimals());
        assertEquals(0, Bins.of(new double[] {1, 300}).decimals());
    }

    @Test
    void centersABinOnZero() {
        Bins bins = Bins.centered(new double[] {-0.9, -0.2, 0.2, 1.4, 3.1});
        assertEquals(1, bins.width());
        assertEquals(-1.5, bins.start());
        assertArrayEquals(new int[] {1, 2, 1, 0, 1}, bins.counts());
        assertEquals(1, bins.decimals(), "the edges are halves");
    }
}
