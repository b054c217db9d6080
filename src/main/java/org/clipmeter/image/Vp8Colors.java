package org.clipmeter.image;

import java.util.Arrays;

/**
 * From VP8's planes to RGB as libwebp does: "fancy" chroma upsampling and 14-bit fixed point.
 *
 * <p>Rows are split into even and odd pixels and into arrays of int, since loops over those become vector instructions.
 */
final class Vp8Colors {
    private static final int FRACTION = 6;

    private final int width;

    /** A row of chroma with each end repeated once more: sample i lies at i + 1. */
    private final int[][] near = new int[2][];

    private final int[][] far = new int[2][];

    /** One half of the pixels, even or odd, of a row. */
    private final int[] light;

    private final int[][] tint = new int[2][];
    private final int[][] color = new int[3][];

    private Vp8Colors(int width) {
        this.width = width;
        int half = width / 2 + 1;
        light = new int[half];
        for (int i = 0; i < 2; i++) {
            near[i] = new int[half + 2];
            far[i] = new int[half + 2];
            tint[i] = new int[half];
        }
        for (int i = 0; i < 3; i++) {
            color[i] = new int[half];
        }
    }

    /** Fills {@code width} x {@code height} pixels of the canvas from {@code (left, top)} on. */
    static void fill(Canvas canvas, int left, int top, int width, int height, Vp8Plane luma, Vp8Plane[] chroma) {
        Vp8Colors rows = new Vp8Colors(width);
        int chromaRows = (height + 1) / 2;
        for (int y = 0; y < height; y++) {
            int nearRow = y / 2;
            int farRow = Math.max(0, Math.min(chromaRows - 1, y % 2 == 0 ? nearRow - 1 : nearRow + 1));
            for (int i = 0; i < 2; i++) {
                rows.load(chroma[i], nearRow, rows.near[i]);
                rows.load(chroma[i], farRow, rows.far[i]);
            }
            int to = ((top + y) * canvas.width + left) * 3;
            rows.convert(luma.samples, luma.index(0, y), 0, canvas.rgb, to);
            rows.convert(luma.samples, luma.index(0, y), 1, canvas.rgb, to);
        }
    }

    private void load(Vp8Plane plane, int row, int[] out) {
        int count = (width + 1) / 2;
        byte[] samples = plane.samples;
        int from = plane.index(0, row);
        for (int i = 0; i < count; i++) {
            out[i + 1] = samples[from + i] & 0xff;
        }
        out[0] = out[1];
        Arrays.fill(out, count + 1, out.length, out[count]);
    }

    /** Converts the even pixels of a row, or the odd ones. */
    private void convert(byte[] luma, int from, int odd, byte[] rgb, int to) {
        int count = (width - odd + 1) / 2;
        for (int i = 0, p = from + odd; i < count; i++, p += 2) {
            light[i] = luma[p] & 0xff;
        }
        for (int i = 0; i < 2; i++) {
            upsample(near[i], far[i], odd, count, tint[i]);
        }
        colors(light, tint[0], tint[1], count, color[0], color[1], color[2]);
        interleave(color[0], color[1], color[2], count, rgb, to + 3 * odd);
    }

    /** Weights 9 3 3 1 in libwebp's two roundings; an even pixel lies to the right of its chroma sample, an odd one to the left. */
    private static void upsample(int[] near, int[] far, int odd, int count, int[] out) {
        int other = odd == 0 ? 0 : 2;
        for (int i = 0; i < count; i++) {
            int a = near[i + 1];
            int b = near[i + other];
            int c = far[i + 1];
            int d = far[i + other];
            out[i] = (a + b + c + d + 8 + 2 * (b + c) >> 3) + a >> 1;
        }
    }

    private static void colors(int[] y, int[] u, int[] v, int count, int[] red, int[] green, int[] blue) {
        for (int i = 0; i < count; i++) {
            int light = y[i] * 19077 >> 8;
            red[i] = Math.max(0, Math.min(255, light + (v[i] * 26149 >> 8) - 14234 >> FRACTION));
            blue[i] = Math.max(0, Math.min(255, light + (u[i] * 33050 >> 8) - 17685 >> FRACTION));
            int dark = (u[i] * 6419 >> 8) + (v[i] * 13320 >> 8);
            green[i] = Math.max(0, Math.min(255, light - dark + 8708 >> FRACTION));
        }
    }

    /** Stores every second pixel. */
    private static void interleave(int[] red, int[] green, int[] blue, int count, byte[] rgb, int to) {
        for (int i = 0, p = to; i < count; i++, p += 6) {
            rgb[p] = (byte) red[i];
            rgb[p + 1] = (byte) green[i];
            rgb[p + 2] = (byte) blue[i];
        }
    }
}
