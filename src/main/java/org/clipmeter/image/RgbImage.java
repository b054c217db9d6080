package org.clipmeter.image;

import org.jspecify.annotations.Nullable;

/**
 * A decoded picture. The arrays are not copied: whoever passes them in must not change them afterwards.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param rgb bytes of shape (height, width, 3), rows from the top, R G B, as the file stores them under transparent
 *     pixels
 * @param damaged true if the file is damaged but Pillow still loads it
 * @param transparency which pixels are transparent; null if every pixel is opaque
 * @param stored how the file stores its pixels
 */
@SuppressWarnings("ArrayRecordComponent")
public record RgbImage(
        int width,
        int height,
        byte[] rgb,
        boolean damaged,
        @Nullable Transparency transparency,
        StoredPixels stored) {
    /** An opaque picture of RGB samples. */
    public RgbImage(int width, int height, byte[] rgb, boolean damaged) {
        this(width, height, rgb, damaged, null, StoredPixels.SAMPLES);
    }

    /** The colors that the image processor sees under a rule for transparent pixels, shape (height, width, 3). */
    public byte[] rgb(TransparencyRule rule) {
        return transparency == null ? rgb : rule.applied(rgb, transparency);
    }

    /** Whether every pixel is black, as a safety filter leaves a picture. */
    public boolean isAllBlack() {
        for (byte value : rgb) {
            if (value != 0) {
                return false;
            }
        }
        return rgb.length > 0;
    }
}
