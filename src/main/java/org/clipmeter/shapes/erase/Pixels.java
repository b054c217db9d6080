package org.clipmeter.shapes.erase;

import org.clipmeter.image.RgbImage;
import org.clipmeter.shapes.SplitMix64;

/** Changes of whole pictures, in integers, so that they are the same on every system. */
final class Pixels {
    /** The weight of a picture of which nothing is left. */
    static final int ALL = 256;

    /** Three box blurs are nearly a Gaussian one. */
    private static final int PASSES = 3;

    private Pixels() {}

    /** A black picture of the same size. */
    static RgbImage black(RgbImage picture) {
        return new RgbImage(picture.width(), picture.height(), new byte[picture.rgb().length], false);
    }

    /**
     * A blurred picture; the picture itself if the radius is 0.
     *
     * @param radius of each of the three box blurs, in pixels; beyond the edges, the pixels of the edges go on
     */
    static RgbImage blurred(RgbImage picture, int radius) {
        if (radius == 0) {
            return picture;
        }
        int width = picture.width();
        int height = picture.height();
        byte[] rgb = picture.rgb().clone();
        for (int pass = 0; pass < PASSES; pass++) {
            for (int y = 0; y < height; y++) {
                for (int channel = 0; channel < 3; channel++) {
                    box(rgb, 3 * y * width + channel, 3, width, radius);
                }
            }
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    box(rgb, 3 * x + channel, 3 * width, height, radius);
                }
            }
        }
        return new RgbImage(width, height, rgb, false);
    }

    /** Replaces each of {@code count} values, {@code step} apart, with the rounded mean of those around it. */
    private static void box(byte[] rgb, int start, int step, int count, int radius) {
        int[] line = new int[count];
        for (int i = 0; i < count; i++) {
            line[i] = rgb[start + i * step] & 255;
        }
        int size = 2 * radius + 1;
        int sum = 0;
        for (int i = -radius; i <= radius; i++) {
            sum += line[Math.min(count - 1, Math.max(0, i))];
        }
        for (int i = 0; i < count; i++) {
            rgb[start + i * step] = (byte) ((sum + size / 2) / size);
            sum += line[Math.min(count - 1, i + radius + 1)] - line[Math.max(0, i - radius)];
        }
    }

    /**
     * A picture mixed with noise; the picture itself if the weight is 0.
     *
     * @param weight of the noise, from 0 to {@link #ALL}
     */
    static RgbImage mixedWithNoise(RgbImage picture, int weight, SplitMix64 random) {
        if (weight == 0) {
            return picture;
        }
        byte[] rgb = picture.rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            int noise = random.below(256);
            rgb[i] = (byte) (((rgb[i] & 255) * (ALL - weight) + noise * weight + ALL / 2) / ALL);
        }
        return new RgbImage(picture.width(), picture.height(), rgb, false);
    }
}
