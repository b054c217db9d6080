package org.clipmeter.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MeanTest {
    @Test
    void theIntervalIsThatOfNormalTheoryForManyValues() {
        Random random = new Random(1);
        double[] values = random.doubles(400).map(u -> 20 + 10 * u).toArray();
        Mean mean = Mean.of(values);
        double variance = 0;
        for (double value : values) {
            variance += Math.pow(value - mean.value(), 2) / (values.length - 1);
        }
        double half = 1.96 * Math.sqrt(variance / values.length);
        Mean.Interval interval = interval(mean);
        assertEquals(mean.value() - half, interval.low(), 0.05 * half);
        assertEquals(mean.value() + half, interval.high(), 0.05 * half);
    }

    @Test
    void theSameValuesGiveTheSameInterval() {
        double[] values = {1, 2, 3, 10};
        assertEquals(Mean.of(values), Mean.of(values));
    }

    @Test
    void equalValuesHaveNoInterval() {
        assertEquals(new Mean(2, 3, null), Mean.of(new double[] {2, 2, 2}));
    }

    @Test
    void oneValueHasNoInterval() {
        assertNull(Mean.of(new double[] {25.3}).interval());
    }

    @Test
    void noValueIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Mean.of(new double[0]));
    }

    @Test
    void quantilesInterpolateBetweenTheNearestTwo() {
        Quantiles quantiles = Quantiles.of(new double[] {4, 1, 3, 2});
        assertEquals(2.5, quantiles.median());
        assertEquals(1.75, quantiles.at(0.25));
        assertEquals(1, quantiles.at(0));
        assertEquals(4, quantiles.at(1));
    }

    private static Mean.Interval interval(Mean mean) {
        Mean.Interval interval = mean.interval();
        assertNotNull(interval);
        return interval;
    }
}
