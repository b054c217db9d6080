package org.clipmeter.image.png;

import org.clipmeter.image.StoredPixels;

/** How a PNG stores its pixels: the bits per pixel in the file, and the conversion to RGB. */
enum PngFormat {
    GRAY_1(1, 0, 1, 1),
    GRAY_2(2, 0, 2, 1),
    GRAY_4(4, 0, 4, 1),
    GRAY_8(8, 0, 8, 1),
    GRAY_16(16, 0, 16, 2),
    RGB_8(8, 2, 24, 1),
    RGB_16(16, 2, 48, 2),
    PALETTE_1(1, 3, 1, 1),
    PALETTE_2(2, 3, 2, 1),
    PALETTE_4(4, 3, 4, 1),
    PALETTE_8(8, 3, 8, 1),
    GRAY_ALPHA_8(8, 4, 16, 1),
    GRAY_ALPHA_16(16, 4, 32, 2),
    RGBA_8(8, 6, 32, 1),
    RGBA_16(16, 6, 64, 2);

    final int depth;
    final int colorType;

    /** The number of bits of one pixel. */
    final int bits;

    /** The number of bytes from one sample of a pixel to the next. */
    final int sampleBytes;

    PngFormat(int depth, int colorType, int bits, int sampleBytes) {
        this.depth = depth;
        this.colorType = colorType;
        this.bits = bits;
        this.sampleBytes = sampleBytes;
    }

    /** How Pillow holds such a picture. */
    StoredPixels stored() {
        return palette() || this == GRAY_1
                ? StoredPixels.INDICES
                : this == GRAY_16 ? StoredPixels.OTHER : StoredPixels.SAMPLES;
    }

    boolean palette() {
        return colorType == 3;
    }

    boolean color() {
        return colorType == 2 || colorType == 6;
    }

    boolean alpha() {
        return colorType >= 4;
    }

    long rowBytes(long width) {
        return (width * bits + 7) / 8;
    }
}
