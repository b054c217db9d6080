package org.clipmeter.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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

    void clustersOfOneValueEachAreTheValuesThemselves() {
        double[] values = {1, 2, 3, 10, 4.5, 7};
        assertEquals(
                Mean.of(values),
                Mean.ofClusters(Arrays.stream(values)
                        .mapToObj(value -> new double[] {value})
                        .toList()));
    }

    /** Ten copies of a value say no more than the value alone: the interval is that of the four clusters. */
    void copiesWithinAClusterDoNotNarrowTheInterval() {
        double[] values = {1, 2, 3, 10};
        List<double[]> clusters = new ArrayList<>();
        List<Double> flat = new ArrayList<>();
        for (double value : values) {
            double[] cluster = new double[10];
            Arrays.fill(cluster, value);
            clusters.add(cluster);
            flat.addAll(Collections.nCopies(10, value));
        }
        Mean mean = Mean.ofClusters(clusters);
        assertEquals(4, mean.value());
        assertEquals(40, mean.n());
        assertEquals(interval(Mean.of(values)), interval(mean));
        Mean.Interval naive =
                interval(Mean.of(flat.stream().mapToDouble(Double::doubleValue).toArray()));
        assertTrue(naive.high() - naive.low()
                < 0.5 * (interval(mean).high() - interval(mean).low()));
    }

    void clustersCountByTheirValues() {
        Mean mean = Mean.ofClusters(List.of(new double[] {1}, new double[] {4, 5, 6}, new double[] {2, 3}));
        assertEquals(3.5, mean.value());
        assertEquals(6, mean.n());
        assertNull(Mean.ofClusters(List.of(new double[] {1, 2})).interval(), "one cluster says nothing of spread");
        assertThrows(IllegalArgumentException.class, () -> Mean.ofClusters(List.of()));
    }

    private static Mean.Interval interval(Mean mean) {
        Mean.Interval interval = mean.interval();
        assertNotNull(interval);
        return interval;
    }
}
