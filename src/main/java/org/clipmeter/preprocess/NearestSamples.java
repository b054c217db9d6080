package org.clipmeter.preprocess;

/**
 * A resize that copies the nearest sample, with the arithmetic of Pillow's affine transform or of PyTorch's
 * nearest-exact.
 */
final class NearestSamples {
    private static final int CHANNELS = 3;

    private NearestSamples() {}

    static byte[] resize(byte[] rgb, Axis rows, Axis columns, Preprocessing preprocessing) {
        int[] from = indices(rows, preprocessing);
        int[] across = indices(columns, preprocessing);
        byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(from.length, across.length), CHANNELS)];
        int o = 0;
        for (int y : from) {
            for (int x : across) {
                if (x >= 0 && y >= 0) {
                    System.arraycopy(rgb, (y * columns.in() + x) * CHANNELS, out, o, CHANNELS);
                }
                o += CHANNELS;
            }
        }
        return out;
    }

    /** The input sample of each needed output sample; -1 means black. */
    private static int[] indices(Axis axis, Preprocessing preprocessing) {
        int[] indices = new int[axis.count()];
        if (axis.copies()) {
            for (int i = 0; i < indices.length; i++) {
                indices[i] = (int) axis.from() + i;
            }
        } else if (preprocessing == Preprocessing.TORCHVISION) {
            float scale = (float) axis.in() / axis.out();
            for (int i = 0; i < indices.length; i++) {
                // PyTorch's builds fuse the product and the difference into one rounding.
                float at = Math.max(Math.fma(scale, (axis.from() + i) + 0.5f, -0.5f), 0f);
                indices[i] = Math.min((int) (at + 0.5f), axis.in() - 1);
            }
        } else {
            // Pillow adds up the steps, including their rounding, from the first sample on.
            double step = (double) axis.in() / axis.out();
            double at = step * 0.5;
            for (long i = 0; i < axis.to(); i++, at += step) {
                if (i >= axis.from()) {
                    indices[(int) (i - axis.from())] = at < axis.in() ? (int) at : -1;
                }
            }
        }
        return indices;
    }
}
