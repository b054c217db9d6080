package org.clipmeter.benchmark;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures with the spectrum of a photograph, made of noise of every octave, so that benchmarks need no data. */
final class Photographs {
    private static final int COARSEST = 256;

    private Photographs() {}

    static byte[] encoded(String format, int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(draw(width, height), format, out)) {
            throw new IOException("this Java writes no " + format);
        }
        return out.toByteArray();
    }

    private static BufferedImage draw(int width, int height) {
        double[][] levels = new double[3][width * height];
        Random random = new Random(11);
        for (int cell = COARSEST; cell >= 1; cell /= 2) {
            for (double[] channel : levels) {
                addNoise(channel, width, height, cell, Math.pow(cell, 0.8), random);
            }
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                double level = 128 + 0.7 * levels[0][i] + 0.3 * levels[c][i];
                rgb = rgb << 8 | (int) Math.max(0, Math.min(255, level));
            }
            image.setRGB(i % width, i / width, rgb);
        }
        return image;
    }

    /** Adds values up to {@code amplitude}, random at every {@code cell} pixels and linearly interpolated between. */
    private static void addNoise(double[] levels, int width, int height, int cell, double amplitude, Random random) {
        int columns = width / cell + 2;
        double[] grid = random.doubles((long) columns * (height / cell + 2), -amplitude, amplitude)
                .toArray();
        for (int y = 0; y < height; y++) {
            double down = (double) (y % cell) / cell;
            for (int x = 0; x < width; x++) {
                double across = (double) (x % cell) / cell;
                int at = y / cell * columns + x / cell;
                double upper = grid[at] + across * (grid[at + 1] - grid[at]);
                double lower = grid[at + columns] + across * (grid[at + columns + 1] - grid[at + columns]);
                levels[y * width + x] += upper + down * (lower - upper);
            }
        }
    }
}
