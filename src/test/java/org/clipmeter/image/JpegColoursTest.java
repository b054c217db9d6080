package org.clipmeter.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JpegColoursTest {
    @Test
    void convertsEveryYCbCrAsLibjpegRoundsIt() {
        byte[] samples = new byte[256 * 3];
        for (int cb = 0; cb < 256; cb++) {
            for (int cr = 0; cr < 256; cr++) {
                for (int y = 0; y < 256; y++) {
                    samples[y * 3] = (byte) y;
                    samples[y * 3 + 1] = (byte) cb;
                    samples[y * 3 + 2] = (byte) cr;
                }
                JpegColours.convert(samples, 3);
                for (int y = 0; y < 256; y++) {
                    int b = cb - 128;
                    int r = cr - 128;
                    int rgb = level(y + ((91881 * r + 32768) >> 16)) << 16
                            | level(y + ((-22554 * b - 46802 * r + 32768) >> 16)) << 8
                            | level(y + ((116130 * b + 32768) >> 16));
                    int actual = (samples[y * 3] & 0xff) << 16
                            | (samples[y * 3 + 1] & 0xff) << 8
                            | (samples[y * 3 + 2] & 0xff);
                    if (rgb != actual) {
                        assertEquals(Integer.toHexString(rgb), Integer.toHexString(actual), y + ", " + cb + ", " + cr);
                    }
                }
            }
        }
    }

    private static int level(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
