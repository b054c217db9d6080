package org.clipmeter.image.webp.vp8;

import org.clipmeter.image.reader.Canvas;

/**
 * Converts VP8's planes to RGB as libwebp does: "fancy" chroma upsampling and 14-bit fixed point.
 *
 * <p>Rows are split into even and odd pixels and into arrays of int, and values are clipped by masks: HotSpot compiles
 * such loops to vector instructions, unlike loops over bytes or with {@code Math.min}.
 */
final class Vp8Colors {
    private static final int FRACTION = 6;

    /** How many rows of chroma are used at once: the one at a row of pixels, and its two neighbors. */
    private static final int RING = 3;

    private final int width;
    private final Vp8Plane[] chroma;
    private final ChromaRow[][] rows = new ChromaRow[2][RING];

    /** The even or the odd pixels of a row. */
    private final int[] light;

    private final int[][] tint = new int[2][];
    private final int[][] color = new int[3][];

    private Vp8Colors(int width, Vp8Plane[] chroma) {
        this.width = width;
        this.chroma = chroma;
        int half = (width + 1) / 2;
        light = new int[half];
        for (int plane = 0; plane < 2; plane++) {
            tint[plane] = new int[half];
            for (int i = 0; i < RING; i++) {
                rows[plane][i] = new ChromaRow(half);
            }
        }
        for (int i = 0; i < color.length; i++) {
            color[i] = new int[half];
        }
    }

    /** Fills {@code width} x {@code height} pixels of the canvas, starting at {@code (left, top)}. */
    static void fill(Canvas canvas, int left, int top, int width, int height, Vp8Plane luma, Vp8Plane[] chroma) {
        Vp8Colors colors = new Vp8Colors(width, chroma);
        int chromaRows = (height + 1) / 2;
        for (int y = 0; y < height; y++) {
            int near = y / 2;
            int far = Math.max(0, Math.min(chromaRows - 1, y % 2 == 0 ? near - 1 : near + 1));
            int to = ((top + y) * canvas.width + left) * 3;
            colors.convert(luma.samples, luma.index(0, y), near, far, 0, canvas.rgb, to);
            colors.convert(luma.samples, luma.index(0, y), near, far, 1, canvas.rgb, to);
        }
    }

    /**
     * Converts the even or the odd pixels of a row. An odd pixel lies between its chroma sample and the next to the
     * right.
     */
    private void convert(byte[] luma, int from, int near, int far, int odd, byte[] rgb, int to) {
        int count = (width - odd + 1) / 2;
        for (int i = 0, p = from + odd; i < count; i++, p += 2) {
            light[i] = (luma[p] & 0xff) * 19077 >> 8;
        }
        for (int plane = 0; plane < 2; plane++) {
            ChromaRow a = row(plane, near);
            ChromaRow b = row(plane, far);
            upsample(a.center, odd == 0 ? a.left : a.right, b.center, odd == 0 ? b.left : b.right, count, tint[plane]);
        }
        red(light, tint[1], count, color[0]);
        green(light, tint[0], tint[1], count, color[1]);
        blue(light, tint[0], count, color[2]);
        interleave(color[0], color[1], color[2], count, rgb, to + 3 * odd);
    }

    private ChromaRow row(int plane, int row) {
        ChromaRow found = rows[plane][row % RING];
        if (found.row != row) {
            found.load(chroma[plane], row);
        }
        return found;
    }

    /** Weights 9 3 3 1 for a sample, the sample beside it, and both in the other row, rounded twice as in libwebp. */
    private static void upsample(int[] near, int[] nearBeside, int[] far, int[] farBeside, int count, int[] out) {
        for (int i = 0; i < count; i++) {
            int middle = nearBeside[i] + far[i];
            int sum = near[i] + farBeside[i] + 3 * middle + 8;
            out[i] = (sum >> 3) + near[i] >> 1;
        }
    }

    private static void red(int[] light, int[] v, int count, int[] out) {
        for (int i = 0; i < count; i++) {
            int level = light[i] + (v[i] * 26149 >> 8) - 14234 >> FRACTION;
            level &= ~(level >> 31);
            out[i] = level | 255 - level >> 31;
        }
    }

    private static void green(int[] light, int[] u, int[] v, int count, int[] out) {
        for (int i = 0; i < count; i++) {
            int level = light[i] - (u[i] * 6419 >> 8) - (v[i] * 13320 >> 8) + 8708 >> FRACTION;
            level &= ~(level >> 31);
            out[i] = level | 255 - level >> 31;
        }
    }

    private static void blue(int[] light, int[] u, int count, int[] out) {
        for (int i = 0; i < count; i++) {
            int level = light[i] + (u[i] * 33050 >> 8) - 17685 >> FRACTION;
            level &= ~(level >> 31);
            out[i] = level | 255 - level >> 31;
        }
    }

    /** Stores every second pixel; only the low 8 bits of a level are used. */
    private static void interleave(int[] red, int[] green, int[] blue, int count, byte[] rgb, int to) {
        for (int i = 0, p = to; i < count; i++, p += 6) {
            rgb[p] = (byte) red[i];
            rgb[p + 1] = (byte) green[i];
            rgb[p + 2] = (byte) blue[i];
        }
    }

    /** A row of chroma, and the same row shifted by one sample to either side with its ends repeated. */
    private static final class ChromaRow {
        private final int[] center;
        private final int[] left;
        private final int[] right;
        private int row = -1;

        private ChromaRow(int length) {
            center = new int[length];
            left = new int[length];
            right = new int[length];
        }

        private void load(Vp8Plane plane, int y) {
            row = y;
            byte[] samples = plane.samples;
            int from = plane.index(0, y);
            int last = center.length - 1;
            for (int i = 0; i <= last; i++) {
                center[i] = samples[from + i] & 0xff;
            }
            System.arraycopy(center, 0, left, 1, last);
            System.arraycopy(center, 1, right, 0, last);
            left[0] = center[0];
            right[last] = center[last];
        }
    }
}
