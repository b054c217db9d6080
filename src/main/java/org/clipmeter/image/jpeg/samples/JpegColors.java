package org.clipmeter.image.jpeg.samples;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * libjpeg's conversion of YCbCr to RGB, bit for bit: 16 fractional bits, rounded once per channel. Rows have one sample
 * per int, or Cb in the low and Cr in the high 16 bits; colors are {@code r | g << 8 | b << 16}.
 */
final class JpegColors {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HALF = 1 << 15;
    private static final int RED = 91881;
    private static final int BLUE = 116130;
    private static final int GREEN_OF_CB = 22554;
    private static final int GREEN_OF_CR = 46802;
    private static final int GREEN = GREEN_OF_CB + GREEN_OF_CR;

    private JpegColors() {}

    /** Converts {@code width} pixels. */
    static void convert(int[] luma, int[] chroma, int[] colors, int width) {
        // One loop per channel, with the same index everywhere and clipping without branches: HotSpot compiles only
        // such loops to vector instructions.
        for (int x = 0; x < width; x++) {
            int r = luma[x] + (RED * (chroma[x] >>> 16) + HALF - RED * 128 >> 16);
            r &= ~(r >> 31);
            colors[x] = (r | 255 - r >> 31) & 255;
        }
        for (int x = 0; x < width; x++) {
            int c = chroma[x];
            int g = luma[x] + (HALF + GREEN * 128 - GREEN_OF_CB * (c & 0xff) - GREEN_OF_CR * (c >>> 16) >> 16);
            g &= ~(g >> 31);
            colors[x] |= ((g | 255 - g >> 31) & 255) << 8;
        }
        for (int x = 0; x < width; x++) {
            int b = luma[x] + (BLUE * (chroma[x] & 0xff) + HALF - BLUE * 128 >> 16);
            b &= ~(b >> 31);
            colors[x] |= ((b | 255 - b >> 31) & 255) << 16;
        }
    }

    /** Adds the samples {@code from .. to - 1} of a second component to the first component, in the high 16 bits. */
    static void pair(int[] low, int[] high, int from, int to) {
        for (int x = from; x < to; x++) {
            low[x] = low[x] & 0xff | high[x] << 16;
        }
    }

    /** Stores colors as three bytes each, starting at the picture's pixel {@code pixel}. */
    static void store(int[] colors, int width, byte[] rgb, int pixel) {
        int at = pixel * 3;
        int end = Math.min(width, (rgb.length - at - 1) / 3);
        for (int x = 0; x < end; x++, at += 3) {
            INT.set(rgb, at, colors[x]);
        }
        for (int x = end; x < width; x++, at += 3) {
            rgb[at] = (byte) colors[x];
            rgb[at + 1] = (byte) (colors[x] >> 8);
            rgb[at + 2] = (byte) (colors[x] >> 16);
        }
    }
}
