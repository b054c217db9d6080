package org.clipmeter.image.png;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.clipmeter.image.ImageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngFiltersTest {
    @Test
    void predictsAsThePngSpecificationDoes() {
        for (int left = 0; left < 256; left++) {
            for (int upper = 0; upper < 256; upper++) {
                for (int corner = 0; corner < 256; corner += 4) {
                    long corners = PngFilters.lanes(corner | corner + 1 << 8 | corner + 2 << 16 | corner + 3 << 24);
                    long lanes =
                            PngFilters.predictedLanes(left * 0x1_0001_0001_0001L, upper * 0x1_0001_0001_0001L, corners);
                    for (int i = 0; i < 4; i++) {
                        int expected = paeth(left, upper, corner + i);
                        if (expected != (lanes >>> 16 * i & 0xffff)
                                || expected != PngFilters.predicted(left, upper, corner + i)) {
                            assertEquals(expected, lanes >>> 16 * i & 0xffff, left + " " + upper + " " + corner + i);
                            assertEquals(expected, PngFilters.predicted(left, upper, corner + i));
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 9", "2, 8", "3, 3", "3, 6", "3, 33", "4, 4", "4, 40", "6, 30", "8, 8", "8, 64"})
    void undoesEachFilterInPlaceOfTheNextRow(int step, int length) throws ImageException {
        Random random = new Random(5);
        for (int filter = 0; filter <= 4; filter++) {
            byte[] stored = new byte[5 + length + PngFilters.MARGIN];
            random.nextBytes(stored);
            byte[] target = new byte[2 * length + 7];
            random.nextBytes(target);
            byte[] expected = target.clone();
            for (int i = 0; i < length; i++) {
                int left = i < step ? 0 : expected[length + i - step] & 0xff;
                int upper = expected[i] & 0xff;
                int corner = i < step ? 0 : expected[i - step] & 0xff;
                int[] sums = {0, left, upper, (left + upper) / 2, paeth(left, upper, corner)};
                expected[length + i] = (byte) (stored[5 + i] + sums[filter]);
            }
            new PngFilters(stored, target).undo(filter, 5, length, 0, length, step);
            assertArrayEquals(expected, target, "filter " + filter);
            byte[] zeros = new byte[2 * length];
            new PngFilters(stored, zeros).undo(filter, 5, length, 0, length, step);
            byte[] first = new byte[2 * length];
            new PngFilters(stored, first).undoFirst(filter, 5, length, length, step);
            assertArrayEquals(zeros, first, "filter " + filter + " of the first row");
        }
    }

    @Test
    void usesTheRowAboveAsItIs() throws ImageException {
        byte[] stored = new byte[4 * 30 + PngFilters.MARGIN];
        new Random(6).nextBytes(stored);
        byte[] target = new byte[60];
        PngFilters filters = new PngFilters(stored, target);
        int[][] rows = {{4, 30, 0}, {4, 0, 30}, {1, 30, 0}, {2, 0, 30}, {4, 30, 0}, {4, 0, 30}};
        for (int[] row : rows) {
            byte[] expected = target.clone();
            new PngFilters(stored, expected).undo(row[0], row[1], row[1], row[2], 30, 3);
            filters.undo(row[0], row[1], row[1], row[2], 30, 3);
            assertArrayEquals(expected, target);
        }
        target[0] ^= 1;
        filters.changed();
        byte[] expected = target.clone();
        new PngFilters(stored, expected).undo(4, 0, 30, 0, 30, 3);
        filters.undo(4, 0, 30, 0, 30, 3);
        assertArrayEquals(expected, target);
    }

    private static int paeth(int left, int upper, int corner) {
        int p = left + upper - corner;
        int toLeft = Math.abs(p - left);
        int toUpper = Math.abs(p - upper);
        int toCorner = Math.abs(p - corner);
        if (toLeft <= toUpper && toLeft <= toCorner) {
            return left;
        }
        return toUpper <= toCorner ? upper : corner;
    }
}
