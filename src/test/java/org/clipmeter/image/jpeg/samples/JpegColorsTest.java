package org.clipmeter.image.jpeg.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JpegColorsTest {
    @Test
    void convertsEveryYCbCrAsLibjpegRoundsIt() {
        int[] luma = new int[256];
        int[] chroma = new int[256];
        int[] colors = new int[256];
        for (int cb = 0; cb < 256; cb++) {
            for (int cr = 0; cr < 256; cr++) {
                for (int y = 0; y < 256; y++) {
                    luma[y] = y;
                    chroma[y] = cb | cr << 16;
                }
                JpegColors.convert(luma, chroma, colors, 256);
                for (int y = 0; y < 256; y++) {
                    int b = cb - 128;
                    int r = cr - 128;
                    int expected = level(y + ((91881 * r + 32768) >> 16))
                            | level(y + ((-22554 * b - 46802 * r + 32768) >> 16)) << 8
                            | level(y + ((116130 * b + 32768) >> 16)) << 16;
                    if (expected != colors[y]) {
                        assertEquals(
                                Integer.toHexString(expected),
                                Integer.toHexString(colors[y]),
                                y + ", " + cb + ", " + cr);
                    }
                }
            }
        }
    }

    private static int level(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
