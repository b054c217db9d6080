package org.clipmeter.shapes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class SplitMix64Test {
    /** From the table published at https://rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64. */
    @Test
    void givesThePublishedNumbers() {
        SplitMix64 random = new SplitMix64(1234567);
        long[] drawn = {random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()};
        assertArrayEquals(
                new long[] {
                    6457827717110365317L,
                    3203168211198807973L,
                    Long.parseUnsignedLong("9817491932198370423"),
                    4593380528125082431L,
                    Long.parseUnsignedLong("16408922859458223821")
                },
                drawn);
    }

    @Test
    void drawsABellOfMeanZeroAndVarianceOne() {
        SplitMix64 random = new SplitMix64(5);
        double sum = 0;
        double squares = 0;
        int n = 100_000;
        for (int i = 0; i < n; i++) {
            double value = random.bell();
            assertTrue(Math.abs(value) < 3.5, "drew " + value);
            sum += value;
            squares += value * value;
        }
        assertEquals(0, sum / n, .02); // six standard errors
        assertEquals(1, squares / n, .02);
    }

    @Test
    void staysWithinBounds() {
        SplitMix64 random = new SplitMix64(6);
        int[] counts = new int[7];
        for (int i = 0; i < 7000; i++) {
            counts[random.below(7)]++;
            double value = random.uniform(-2, 3);
            assertTrue(value >= -2 && value < 3, "drew " + value);
        }
        for (int count : counts) {
            assertEquals(1000, count, 200); // more than six standard deviations
        }
    }
}
