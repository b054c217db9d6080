package org.clipmeter.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.clipmeter.pairs.Images;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.shapes.ShapesPrompts;
import org.clipmeter.shapes.SplitMix64;

/**
 * Pairs to score: photo-like PNG files of 512 × 512 pixels from a seed, and captions of the shapes world, which are
 * about as long as TIFA's.
 *
 * @param manifest a JSON list of the pairs, which both sides read
 */
record Workload(Path manifest, List<Path> images, List<String> prompts) {
    static final int MOST = 300;
    private static final int SIDE = 512;
    private static final long SEED = 7;

    /** The first {@code count} of the 300 pairs; images that already exist are used again. */
    static Workload of(Path folder, int count) throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("images"));
        List<Prompt> captions = ShapesPrompts.load().prompts();
        List<Path> images = new ArrayList<>();
        List<String> prompts = new ArrayList<>();
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Path image = pictures.resolve("picture_" + i + ".png");
            if (!Files.exists(image)) {
                Path part = pictures.resolve("part");
                ImageIO.write(picture(i), "png", part.toFile());
                Files.move(part, image);
            }
            images.add(image);
            prompts.add(captions.get(i).text());
            rows.add(Map.of("image", image.toString(), "prompt", captions.get(i).text()));
        }
        Path manifest = folder.resolve("pairs_" + count + ".json");
        JsonMapper.builder().build().writeValue(manifest.toFile(), rows);
        return new Workload(manifest, List.copyOf(images), List.copyOf(prompts));
    }

    /** The same images with other prompts. */
    Workload opening(String words) throws IOException {
        List<String> others =
                prompts.stream().map(prompt -> words + " " + prompt).toList();
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            rows.add(Map.of("image", images.get(i).toString(), "prompt", others.get(i)));
        }
        Path file = manifest.resolveSibling("other_prompts.json");
        JsonMapper.builder().build().writeValue(file.toFile(), rows);
        return new Workload(file, images, others);
    }

    Images asImages() {
        return Images.manifest(manifest);
    }

    int size() {
        return images.size();
    }

    /**
     * Smooth noise at four scales and a fine grain, so that a PNG is about as large and slow to read as that of a
     * photo.
     */
    private static BufferedImage picture(int index) {
        SplitMix64 random = SplitMix64.at(SEED, index);
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        double[][] channels = new double[3][SIDE * SIDE];
        for (double[] channel : channels) {
            for (int cell = 256, strength = 60; cell >= 8; cell /= 4, strength /= 2) {
                addNoise(channel, cell, strength, random);
            }
        }
        for (int i = 0; i < SIDE * SIDE; i++) {
            double grain = 3 * random.bell();
            int rgb = 0;
            for (double[] channel : channels) {
                rgb = rgb << 8 | (int) Math.max(0, Math.min(255, 128 + channel[i] + grain));
            }
            image.setRGB(i % SIDE, i / SIDE, rgb);
        }
        return image;
    }

    /** Adds values of a coarse random lattice, with bilinear interpolation between its points. */
    private static void addNoise(double[] channel, int cell, double strength, SplitMix64 random) {
        int points = SIDE / cell + 1;
        double[] lattice = new double[points * points];
        for (int i = 0; i < lattice.length; i++) {
            lattice[i] = strength * random.bell();
        }
        for (int y = 0; y < SIDE; y++) {
            int row = y / cell * points;
            double down = y % cell / (double) cell;
            for (int x = 0; x < SIDE; x++) {
                int at = row + x / cell;
                double right = x % cell / (double) cell;
                double upper = lattice[at] * (1 - right) + lattice[at + 1] * right;
                double lower = lattice[at + points] * (1 - right) + lattice[at + points + 1] * right;
                channel[y * SIDE + x] += upper * (1 - down) + lower * down;
            }
        }
    }
}
