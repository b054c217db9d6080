package org.clipmeter.image;

/** From VP8's planes to RGB as libwebp does: "fancy" chroma upsampling and 14-bit fixed point. */
final class Vp8Colours {
    private static final int FRACTION = 6;

    private Vp8Colours() {}

    /** Fills {@code width} x {@code height} pixels of the canvas from {@code (left, top)} on. */
    static void fill(Canvas canvas, int left, int top, int width, int height, Vp8Plane luma, Vp8Plane[] chroma) {
        int chromaRows = (height + 1) / 2;
        int[] u = new int[width + 2];
        int[] v = new int[width + 2];
        for (int y = 0; y < height; y++) {
            int near = y / 2;
            int far = Math.max(0, Math.min(chromaRows - 1, y % 2 == 0 ? near - 1 : near + 1));
            upsample(chroma[0], near, far, width, u);
            upsample(chroma[1], near, far, width, v);
            int to = ((top + y) * canvas.width + left) * 3;
            convert(luma.samples, luma.index(0, y), u, v, width, canvas.rgb, to);
        }
    }

    private static void convert(byte[] luma, int from, int[] u, int[] v, int width, byte[] rgb, int to) {
        for (int x = 0, at = to; x < width; x++, at += 3) {
            int light = (luma[from + x] & 0xff) * 19077 >> 8;
            int red = light + (v[x] * 26149 >> 8) - 14234;
            int green = light - (u[x] * 6419 >> 8) - (v[x] * 13320 >> 8) + 8708;
            int blue = light + (u[x] * 33050 >> 8) - 17685;
            rgb[at] = (byte) Math.max(0, Math.min(255, red >> FRACTION));
            rgb[at + 1] = (byte) Math.max(0, Math.min(255, green >> FRACTION));
            rgb[at + 2] = (byte) Math.max(0, Math.min(255, blue >> FRACTION));
        }
    }

    /** One row of chroma at luma's width: weights 9 3 3 1, in libwebp's two roundings. */
    private static void upsample(Vp8Plane plane, int nearRow, int farRow, int width, int[] out) {
        byte[] samples = plane.samples;
        int near = plane.index(0, nearRow);
        int far = plane.index(0, farRow);
        int nearLeft = samples[near] & 0xff;
        int farLeft = samples[far] & 0xff;
        out[0] = (3 * nearLeft + farLeft + 2) >> 2;
        int pairs = (width - 1) / 2;
        for (int x = 1; x <= pairs; x++) {
            int nearRight = samples[near + x] & 0xff;
            int farRight = samples[far + x] & 0xff;
            int sum = nearLeft + nearRight + farLeft + farRight + 8;
            out[2 * x - 1] = (((sum + 2 * (nearRight + farLeft)) >> 3) + nearLeft) >> 1;
            out[2 * x] = (((sum + 2 * (nearLeft + farRight)) >> 3) + nearRight) >> 1;
            nearLeft = nearRight;
            farLeft = farRight;
        }
        if (width % 2 == 0) {
            out[width - 1] = (3 * nearLeft + farLeft + 2) >> 2;
        }
    }
}
