package org.clipmeter.image.reader;

import org.jspecify.annotations.Nullable;

/** 256 colors. Those that the file does not define are black. */
public final class Palette {
    private final byte[] rgb = new byte[256 * 3];

    /** The alpha values of the entries; null if all are opaque. */
    public byte @Nullable [] alpha;

    /** Reads entries of {@code stride} bytes in the given channel order; an incomplete last entry is ignored. */
    public static Palette of(byte[] data, int from, int length, int stride, int red, int blue) {
        Palette palette = new Palette();
        for (int i = 0; i < Math.min(256, length / stride); i++) {
            palette.rgb[i * 3] = data[from + i * stride + red];
            palette.rgb[i * 3 + 1] = data[from + i * stride + 1];
            palette.rgb[i * 3 + 2] = data[from + i * stride + blue];
        }
        return palette;
    }

    /** A color as 0xRRGGBB. */
    public int color(int index) {
        return (rgb[index * 3] & 0xff) << 16 | (rgb[index * 3 + 1] & 0xff) << 8 | (rgb[index * 3 + 2] & 0xff);
    }

    public void copy(int index, byte[] target, int at) {
        target[at] = rgb[index * 3];
        target[at + 1] = rgb[index * 3 + 1];
        target[at + 2] = rgb[index * 3 + 2];
    }
}
