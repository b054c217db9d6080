package org.clipmeter.image.tiff;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.reader.Canvas;

/** Turns a TIFF's pixels upright according to its Orientation tag. Pillow does this for TIFF only. */
final class TiffOrientation {
    private TiffOrientation() {}

    static RgbImage upright(Canvas stored, int orientation, boolean damaged) throws ImageException {
        if (orientation < 2 || orientation > 8) {
            return stored.image(damaged);
        }
        boolean transposed = orientation >= 5;
        int w = stored.width;
        int h = stored.height;
        boolean flipX = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean flipY = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        Canvas upright = transposed ? Canvas.of(h, w) : Canvas.of(w, h);
        byte[] alpha = stored.alpha == null ? new byte[0] : upright.addAlpha();
        for (int y = 0; y < upright.height; y++) {
            for (int x = 0; x < upright.width; x++) {
                int sx = transposed ? y : x;
                int sy = transposed ? x : y;
                sx = flipX ? w - 1 - sx : sx;
                sy = flipY ? h - 1 - sy : sy;
                if (stored.alpha != null) {
                    alpha[y * upright.width + x] = stored.alpha[sy * w + sx];
                }
                int from = (sy * w + sx) * 3;
                upright.set(y * upright.width + x, stored.rgb[from], stored.rgb[from + 1], stored.rgb[from + 2]);
            }
        }
        return upright.image(damaged);
    }
}
