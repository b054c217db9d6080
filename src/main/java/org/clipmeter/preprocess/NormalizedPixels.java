package org.clipmeter.preprocess;

/** Replaces the bytes of a picture by the values of a table. */
final class NormalizedPixels {
    static final int CHANNELS = 3;
    static final int LEVELS = 256;

    private NormalizedPixels() {}

    /**
     * Values of shape (3, height, width), R first.
     *
     * @param rgb bytes of shape (height, width, 3)
     * @param table the value of each level: 256 for R, then 256 for G, then 256 for B
     */
    static float[] of(byte[] rgb, float[] table) {
        int area = rgb.length / CHANNELS;
        float[] values = new float[CHANNELS * area];
        for (int i = 0; i < area; i++) {
            values[i] = table[rgb[i * CHANNELS] & 0xff];
            values[area + i] = table[LEVELS + (rgb[i * CHANNELS + 1] & 0xff)];
            values[2 * area + i] = table[2 * LEVELS + (rgb[i * CHANNELS + 2] & 0xff)];
        }
        return values;
    }
}
