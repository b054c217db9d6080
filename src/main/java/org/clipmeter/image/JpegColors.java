package org.clipmeter.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * libjpeg's conversion of YCbCr to RGB, bit for bit: 16 fractional bits, rounded once a channel. Rows hold one sample an int, or Cb
 * in the low and Cr in the high 16 bits; colors are {@code r | g << 8 | b << 16}.
 */
final class JpegColors {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HALF = 1 << 15;
    private static final int RED = 91881;
    private static final int BLUE = 116130;
    private static final int GREEN_OF_CB = 22554;
    private static final int GREEN_OF_CR = 46802;

    private JpegColors() {}

    /** Converts {@code width} pixels. */
    static void convert(int[] luma, int lumaAt, int[] chroma, int[] colors, int width) {
        for (int x = 0; x < width; x++) {
            int y = luma[lumaAt + x];
            int cb = (chroma[x] & 0xff) - 128;
            int cr = (chroma[x] >>> 16) - 128;
            int r = y + (RED * cr + HALF >> 16);
            int g = y + (HALF - GREEN_OF_CB * cb - GREEN_OF_CR * cr >> 16);
            int b = y + (BLUE * cb + HALF >> 16);
            // The same as clipping to 0 .. 255, without branches, so that HotSpot makes vector instructions of the
            // loop.
            r &= ~(r >> 31);
            g &= ~(g >> 31);
            b &= ~(b >> 31);
            r = (r | 255 - r >> 31) & 255;
            g = (g | 255 - g >> 31) & 255;
            b = (b | 255 - b >> 31) & 255;
            colors[x] = r | g << 8 | b << 16;
        }
    }

    /** Joins two rows of samples to one, the second in the high 16 bits. */
    static void pair(int[] low, int lowAt, int[] high, int highAt, int[] out, int outAt, int width) {
        for (int x = 0; x < width; x++) {
            out[outAt + x] = low[lowAt + x] & 0xff | high[highAt + x] << 16;
        }
    }

    /** Stores colors as three bytes each, from the picture's pixel {@code pixel} on. */
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
