package org.clipmeter.plot;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Encodes charts as PNG with a palette, which needs less than half the bytes of one without. A chart has few colors with an
 * area, which stay as they are, and hundreds of mixtures at the edges of letters and lines, which change too little to be seen.
 */
final class IndexedPng {
    private static final int MOST = 256;

    /** A color that covers a larger share of the picture stays as it is. */
    private static final double AREA = 1. / 4096;

    /** By how much a rarer color may change, in each of red, green, blue and opacity from 0 to 255. */
    private static final int SMALLEST_STEP = 20;

    private IndexedPng() {}

    /** Encodes a picture; one whose areas have too many colors for a palette gets none. */
    static byte[] of(BufferedImage image) throws IOException {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        Map<Integer, Integer> counts = counts(pixels);
        List<Integer> palette = palette(counts, pixels.length * AREA);
        if (palette.size() > MOST) {
            return encoded(image);
        }
        int[] colors = palette.stream().mapToInt(color -> color).toArray();
        BufferedImage indexed = new BufferedImage(
                width,
                height,
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, colors.length, colors, 0, true, -1, DataBuffer.TYPE_BYTE));
        Map<Integer, Integer> nearest = new HashMap<>();
        int[] places = new int[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            places[i] = i > 0 && pixels[i] == pixels[i - 1]
                    ? places[i - 1]
                    : nearest.computeIfAbsent(pixels[i], color -> nearest(palette, color));
        }
        indexed.getRaster().setPixels(0, 0, width, height, places);
        return encoded(indexed);
    }

    private static Map<Integer, Integer> counts(int[] pixels) {
        Map<Integer, Integer> counts = new HashMap<>();
        int start = 0;
        for (int i = 1; i <= pixels.length; i++) {
            if (i == pixels.length || pixels[i] != pixels[start]) {
                counts.merge(pixels[start], i - start, Integer::sum);
                start = i;
            }
        }
        return counts;
    }

    /**
     * Every color that covers an area, and so many of the others that each one left out is near a color of the palette. There are
     * more than 256 only if too many colors cover an area.
     */
    private static List<Integer> palette(Map<Integer, Integer> counts, double area) {
        List<Integer> colors = counts.keySet().stream()
                .sorted(Comparator.comparingInt((Integer color) -> -counts.getOrDefault(color, 0))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        for (int step = SMALLEST_STEP; ; step *= 2) {
            List<Integer> palette = new ArrayList<>();
            for (int i = 0; i < colors.size() && palette.size() <= MOST; i++) {
                int color = colors.get(i);
                boolean hasArea = counts.getOrDefault(color, 0) > area;
                if (palette.isEmpty() || hasArea || distance(palette.get(nearest(palette, color)), color) > step) {
                    palette.add(color);
                }
            }
            if (palette.size() <= MOST || step > 255) {
                return palette;
            }
        }
    }

    private static int nearest(List<Integer> palette, int color) {
        int best = 0;
        for (int i = 1; i < palette.size(); i++) {
            if (distance(palette.get(i), color) < distance(palette.get(best), color)) {
                best = i;
            }
        }
        return best;
    }

    /** The largest difference of red, green, blue or opacity. */
    private static int distance(int a, int b) {
        int largest = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            largest = Math.max(largest, Math.abs((a >>> shift & 255) - (b >>> shift & 255)));
        }
        return largest;
    }

    private static byte[] encoded(BufferedImage image) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(0); // the smallest file, without any loss
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return png.toByteArray();
    }
}
