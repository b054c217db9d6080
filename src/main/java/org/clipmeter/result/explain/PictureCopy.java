package org.clipmeter.result.explain;

import org.clipmeter.image.RgbImage;
import org.clipmeter.image.TransparencyRule;

/** Copies of pictures that are small enough to be kept with a result. */
final class PictureCopy {
    /** The most pixels of a side, which is as much as any drawing shows. */
    static final int LARGEST = 1024;

    private PictureCopy() {}

    /** A picture as the model sees its transparent pixels; a large one is shrunk, each pixel to the mean of those it replaces. */
    static RgbImage of(RgbImage picture, TransparencyRule rule) {
        int width = picture.width();
        int height = picture.height();
        double factor = Math.min(1, (double) LARGEST / Math.max(width, height));
        return shrunk(
                new RgbImage(width, height, picture.rgb(rule), picture.damaged()),
                Math.max(1, (int) Math.round(width * factor)),
                Math.max(1, (int) Math.round(height * factor)));
    }

    /** A picture of another size, which is not larger along either side. */
    static RgbImage shrunk(RgbImage picture, int width, int height) {
        if (width == picture.width() && height == picture.height()) {
            return picture;
        }
        byte[] rgb = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            int top = (int) ((long) y * picture.height() / height);
            int bottom = Math.max(top + 1, (int) ((y + 1L) * picture.height() / height));
            for (int x = 0; x < width; x++) {
                int left = (int) ((long) x * picture.width() / width);
                int right = Math.max(left + 1, (int) ((x + 1L) * picture.width() / width));
                for (int c = 0; c < 3; c++) {
                    rgb[3 * (y * width + x) + c] = (byte) mean(picture, c, top, bottom, left, right);
                }
            }
        }
        return new RgbImage(width, height, rgb, picture.damaged());
    }

    private static long mean(RgbImage picture, int channel, int top, int bottom, int left, int right) {
        long sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += picture.rgb()[3 * (y * picture.width() + x) + channel] & 255;
            }
        }
        long count = (long) (bottom - top) * (right - left);
        return (sum + count / 2) / count;
    }
}
