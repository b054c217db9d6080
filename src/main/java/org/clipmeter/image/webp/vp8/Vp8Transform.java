package org.clipmeter.image.webp.vp8;

/**
 * VP8's inverse transforms (RFC 6386, section 14), added to the prediction.
 *
 * <p>Damaged data can contain coefficients with intermediate values over 16 bits. libwebp's vector code then wraps
 * around, but its code for blocks with few coefficients does not; this class does the same.
 */
final class Vp8Transform {
    private final int[] t = new int[16];

    /** Adds a block to the 4x4 samples at {@code at}, computing as much as {@link Vp8Residuals#extents} requires. */
    void add(byte[] samples, int at, int stride, short[] in, int from, int extent) {
        switch (extent) {
            case Vp8Residuals.NONE -> {}
            case Vp8Residuals.MEAN -> addMean(samples, at, stride, in[from] + 4 >> 3);
            case Vp8Residuals.THREE -> addThree(samples, at, stride, in[from] + 4, in[from + 1], in[from + 4]);
            default -> addAll(samples, at, stride, in, from);
        }
    }

    private static void addMean(byte[] samples, int at, int stride, int mean) {
        for (int y = 0, row = at; y < 4; y++, row += stride) {
            add(samples, row, mean, mean, mean, mean);
        }
    }

    private static void addThree(byte[] samples, int at, int stride, int mean, int right, int down) {
        int c = small(down);
        int d = large(down);
        int e = small(right);
        int f = large(right);
        for (int y = 0, row = at; y < 4; y++, row += stride) {
            int dc = mean + (y == 0 ? d : y == 1 ? c : y == 2 ? -c : -d);
            add(samples, row, dc + f >> 3, dc + e >> 3, dc - e >> 3, dc - f >> 3);
        }
    }

    void addAll(byte[] samples, int at, int stride, short[] in, int from) {
        for (int i = 0, k = from; i < 16; i += 4, k++) {
            int a = in[k] + in[k + 8];
            int b = in[k] - in[k + 8];
            int c = small(in[k + 4]) - large(in[k + 12]);
            int d = large(in[k + 4]) + small(in[k + 12]);
            t[i] = (short) (a + d);
            t[i + 1] = (short) (b + c);
            t[i + 2] = (short) (b - c);
            t[i + 3] = (short) (a - d);
        }
        for (int i = 0, row = at; i < 4; i++, row += stride) {
            int dc = t[i] + 4;
            int a = dc + t[8 + i];
            int b = dc - t[8 + i];
            int c = small(t[4 + i]) - large(t[12 + i]);
            int d = large(t[4 + i]) + small(t[12 + i]);
            add(samples, row, (short) (a + d) >> 3, (short) (b + c) >> 3, (short) (b - c) >> 3, (short) (a - d) >> 3);
        }
    }

    private static void add(byte[] samples, int at, int a, int b, int c, int d) {
        samples[at] = clip((samples[at] & 0xff) + a);
        samples[at + 1] = clip((samples[at + 1] & 0xff) + b);
        samples[at + 2] = clip((samples[at + 2] & 0xff) + c);
        samples[at + 3] = clip((samples[at + 3] & 0xff) + d);
    }

    private static byte clip(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }

    private static int small(int value) {
        return value * 35468 >> 16;
    }

    private static int large(int value) {
        return (value * 20091 >> 16) + value;
    }

    /** Spreads the inverse transform of the second-order coefficients over the first coefficients of 16 luma blocks. */
    static void spread(short[] in, short[] out) {
        int[] t = new int[16];
        for (int i = 0; i < 4; i++) {
            int a0 = in[i] + in[12 + i];
            int a1 = in[4 + i] + in[8 + i];
            int a2 = in[4 + i] - in[8 + i];
            int a3 = in[i] - in[12 + i];
            t[i] = a0 + a1;
            t[8 + i] = a0 - a1;
            t[4 + i] = a3 + a2;
            t[12 + i] = a3 - a2;
        }
        for (int i = 0; i < 4; i++) {
            int dc = t[i * 4] + 3;
            int a0 = dc + t[3 + i * 4];
            int a1 = t[1 + i * 4] + t[2 + i * 4];
            int a2 = t[1 + i * 4] - t[2 + i * 4];
            int a3 = dc - t[3 + i * 4];
            out[i * 64] = (short) (a0 + a1 >> 3);
            out[i * 64 + 16] = (short) (a3 + a2 >> 3);
            out[i * 64 + 32] = (short) (a0 - a1 >> 3);
            out[i * 64 + 48] = (short) (a3 - a2 >> 3);
        }
    }
}
