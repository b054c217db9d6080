package org.clipmeter.image;

/** From VP8's planes to RGB as libwebp does: "fancy" chroma upsampling and 14-bit fixed point. */
final class Vp8Colours {
    private Vp8Colours() {}

    static void fill(Canvas canvas, Vp8Plane luma, Vp8Plane[] chroma) {
        int chromaRows = (canvas.height + 1) / 2;
        int[] u = new int[canvas.width + 2];
        int[] v = new int[canvas.width + 2];
        for (int y = 0; y < canvas.height; y++) {
            int near = y / 2;
            int far = Math.max(0, Math.min(chromaRows - 1, y % 2 == 0 ? near - 1 : near + 1));
            upsample(chroma[0], near, far, canvas.width, u);
            upsample(chroma[1], near, far, canvas.width, v);
            int from = luma.index(0, y);
            for (int x = 0; x < canvas.width; x++) {
                int light = (luma.get(from + x) * 19077) >> 8;
                canvas.set(
                        y * canvas.width + x,
                        clip(light + ((v[x] * 26149) >> 8) - 14234),
                        clip(light - ((u[x] * 6419) >> 8) - ((v[x] * 13320) >> 8) + 8708),
                        clip(light + ((u[x] * 33050) >> 8) - 17685));
            }
        }
    }

    /** One row of chroma at luma's width: weights 9 3 3 1, in libwebp's two roundings. */
    private static void upsample(Vp8Plane plane, int nearRow, int farRow, int width, int[] out) {
        int near = plane.index(0, nearRow);
        int far = plane.index(0, farRow);
        out[0] = (3 * plane.get(near) + plane.get(far) + 2) >> 2;
        int pairs = (width - 1) / 2;
        for (int x = 1; x <= pairs; x++) {
            int nearLeft = plane.get(near + x - 1);
            int nearRight = plane.get(near + x);
            int farLeft = plane.get(far + x - 1);
            int farRight = plane.get(far + x);
            int sum = nearLeft + nearRight + farLeft + farRight + 8;
            out[2 * x - 1] = (((sum + 2 * (nearRight + farLeft)) >> 3) + nearLeft) >> 1;
            out[2 * x] = (((sum + 2 * (nearLeft + farRight)) >> 3) + nearRight) >> 1;
        }
        if (width % 2 == 0) {
            out[width - 1] = (3 * plane.get(near + pairs) + plane.get(far + pairs) + 2) >> 2;
        }
    }

    private static int clip(int value) {
        return Math.max(0, Math.min(255, value >> 6));
    }
}
