package org.clipmeter.notebook.view;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Objects;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.clipmeter.image.RgbImage;

/**
 * A small, newly encoded copy of a picture, which takes only the pixels from the file.
 *
 * @param width in pixels
 */
@SuppressWarnings("ArrayRecordComponent")
record Thumbnail(byte[] jpeg, int width, int height) {
    /** The most bytes of a thumbnail. */
    static final int LARGEST = 20_000;

    private static final int[] EDGES = {144, 112, 80, 56, 40};
    private static final float[] QUALITIES = {0.85f, 0.7f, 0.5f};

    /** The best copy of at most this many bytes; if none is small enough, the smallest. */
    static Thumbnail of(RgbImage image, int most) throws IOException {
        Thumbnail smallest = null;
        for (int edge : EDGES) {
            BufferedImage small = shrunk(image, edge);
            for (float quality : QUALITIES) {
                smallest = new Thumbnail(jpeg(small, quality), small.getWidth(), small.getHeight());
                if (smallest.jpeg().length <= most) {
                    return smallest;
                }
            }
        }
        return Objects.requireNonNull(smallest);
    }

    /** An img element with an alternative text and a border that is visible on any background. */
    String html(String alternative) {
        return "<img width=\"" + width + "\" height=\"" + height + "\" alt=\"" + Html.escape(alternative)
                + "\" style=\"border:1px solid rgba(128,128,128,.5)\" src=\"data:image/jpeg;base64,"
                + Base64.getEncoder().encodeToString(jpeg) + "\">";
    }

    /**
     * Shrinks a picture; each pixel is the mean of the pixels that it replaces. A picture that is already small stays
     * as it is.
     */
    private static BufferedImage shrunk(RgbImage image, int edge) {
        double scale = Math.min(1, (double) edge / Math.max(image.width(), image.height()));
        int width = Math.max(1, (int) Math.round(image.width() * scale));
        int height = Math.max(1, (int) Math.round(image.height() * scale));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        byte[] rgb = image.rgb();
        for (int y = 0; y < height; y++) {
            int top = (int) ((long) y * image.height() / height);
            int bottom = Math.max(top + 1, (int) ((y + 1L) * image.height() / height));
            for (int x = 0; x < width; x++) {
                int left = (int) ((long) x * image.width() / width);
                int right = Math.max(left + 1, (int) ((x + 1L) * image.width() / width));
                small.setRGB(x, y, mean(rgb, image.width(), top, bottom, left, right));
            }
        }
        return small;
    }

    private static int mean(byte[] rgb, int stride, int top, int bottom, int left, int right) {
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int at = 3 * (y * stride + x);
                red += rgb[at] & 255;
                green += rgb[at + 1] & 255;
                blue += rgb[at + 2] & 255;
            }
        }
        long n = (long) (bottom - top) * (right - left);
        return (int) ((red / n << 16) | (green / n << 8) | (blue / n));
    }

    /** Encodes a picture without transparency. */
    static byte[] jpeg(BufferedImage image, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
