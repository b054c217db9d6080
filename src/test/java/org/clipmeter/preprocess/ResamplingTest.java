package org.clipmeter.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResamplingTest {
    @Test
    void halvesTwoPixelsToTheirRoundedMean() {
        assertArrayEquals(gray(128), resize(gray(0, 255), whole(1, 1), whole(2, 1)));
        assertArrayEquals(gray(128), resize(gray(0, 255), whole(2, 1), whole(1, 1)));
    }

    /**
     * Computed by hand: weights 1.09375 = 0.8671875 + 0.2265625 give 52.8 and 202.2; the ends overshoot and are
     * clipped.
     */
    @Test
    void doublesTwoPixelsWithClippedOvershoot() {
        assertArrayEquals(gray(0, 53, 202, 255), resize(gray(0, 255), whole(1, 1), whole(2, 4)));
        assertArrayEquals(gray(0, 53, 202, 255), resize(gray(0, 255), whole(2, 4), whole(1, 1)));
    }

    @Test
    void keepsAConstantPicture() {
        byte[] rgb = new byte[37 * 21 * 3];
        Arrays.fill(rgb, (byte) 201);
        byte[] expected = new byte[50 * 9 * 3];
        Arrays.fill(expected, (byte) 201);
        assertArrayEquals(expected, resize(rgb, whole(21, 50), whole(37, 9)));
    }

    @Test
    void copiesWhereTheSizeDoesNotChange() {
        byte[] rgb = noise(13 * 17 * 3);
        assertArrayEquals(rgb, resize(rgb, whole(17, 17), whole(13, 13)));
    }

    @Test
    void computesAWindowAsTheWholeHasIt() {
        byte[] rgb = noise(61 * 43 * 3);
        assertWindow(rgb, 43, 61, 30, 90);
        assertWindow(rgb, 43, 61, 43, 20);
        assertWindow(rgb, 43, 61, 77, 61);
    }

    @Test
    void computesAWindowOfATallPictureAsTheWholeHasIt() {
        byte[] rgb = noise(2 * 401 * 3);
        assertWindow(rgb, 401, 2, 100, 40);
        assertWindow(rgb, 401, 2, 100, 2);
    }

    private static void assertWindow(byte[] rgb, int height, int width, int newHeight, int newWidth) {
        byte[] whole = resize(rgb, whole(height, newHeight), whole(width, newWidth));
        int top = newHeight / 3;
        int left = newWidth / 4;
        byte[] part =
                resize(rgb, new Axis(height, newHeight, top, newHeight - 1), new Axis(width, newWidth, left, newWidth));
        int row = (newWidth - left) * 3;
        for (int y = top; y < newHeight - 1; y++) {
            int from = (y * newWidth + left) * 3;
            assertArrayEquals(
                    Arrays.copyOfRange(whole, from, from + row),
                    Arrays.copyOfRange(part, (y - top) * row, (y - top + 1) * row),
                    "row " + y);
        }
    }

    private static byte[] resize(byte[] rgb, Axis rows, Axis columns) {
        return Resampling.resize(rgb, rows, columns, Filter.BICUBIC, Preprocessing.PILLOW);
    }

    private static Axis whole(int in, int out) {
        return new Axis(in, out, 0, out);
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static byte[] gray(int... levels) {
        byte[] rgb = new byte[levels.length * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) levels[i / 3];
        }
        return rgb;
    }
}
