package org.clipmeter.image;

/**
 * libjpeg's conversion of YCbCr to RGB, bit for bit: 16 fractional bits, rounded once a channel.
 *
 * <p>One sum of three table entries gives all three channels, each in its own bits of a long and larger by {@link #BIAS}, so that one
 * comparison tells whether any of them leaves 0 .. 255.
 */
final class JpegColours {
    private static final int HALF = 1 << 15;
    private static final int BIAS = 512;
    private static final int BLUE = 12;
    private static final int GREEN = 40;
    private static final long BEYOND_BYTE = 0xf00L | 0xf00L << BLUE | 0xf00L << GREEN;
    private static final long INSIDE = (long) BIAS | (long) BIAS << BLUE | (long) BIAS << GREEN;
    private static final long[] FROM_LUMA = new long[256];
    private static final long[] FROM_CB = new long[256];
    private static final long[] FROM_CR = new long[256];

    static {
        for (int level = 0; level < 256; level++) {
            int chroma = level - 128;
            FROM_LUMA[level] = level | (long) level << BLUE | (long) level << GREEN;
            FROM_CB[level] = ((long) blueOf(chroma) << BLUE) + (-22554L * chroma << (GREEN - 16));
            FROM_CR[level] = redOf(chroma) + (((long) BIAS << 16) - 46802L * chroma + HALF << (GREEN - 16));
        }
    }

    private JpegColours() {}

    /** Converts interleaved pixels of {@code step} samples, the first three of them Y, Cb and Cr, in place. */
    static void convert(byte[] samples, int step) {
        for (int p = 0; p + step <= samples.length; p += step) {
            long sum = FROM_LUMA[samples[p] & 0xff] + FROM_CB[samples[p + 1] & 0xff] + FROM_CR[samples[p + 2] & 0xff];
            if ((sum & BEYOND_BYTE) == INSIDE) {
                samples[p] = (byte) sum;
                samples[p + 1] = (byte) (sum >> GREEN);
                samples[p + 2] = (byte) (sum >> BLUE);
            } else {
                samples[p] = clip(sum);
                samples[p + 1] = clip(sum >> GREEN);
                samples[p + 2] = clip(sum >> BLUE);
            }
        }
    }

    private static int redOf(int cr) {
        return BIAS + ((91881 * cr + HALF) >> 16);
    }

    private static int blueOf(int cb) {
        return BIAS + ((116130 * cb + HALF) >> 16);
    }

    private static byte clip(long biased) {
        return (byte) Math.max(0, Math.min(255, ((int) biased & 0xfff) - BIAS));
    }
}
