package org.clipmeter.shapes.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.image.RgbImage;
import org.clipmeter.shapes.Level;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SceneSampler;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.Thing;

/**
 * By how much the right caption wins: for two pictures whose scenes differ in one attribute, the logit of a picture with
 * its own caption less the logit with the caption of the other.
 */
public final class Margins {
    /** The width of a bin of the histogram in logits, and the first bin's lower end; the outer bins are open. */
    private static final double BIN = 2;

    private static final double FIRST = -4;
    private static final int BINS = 14;
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private final Map<String, List<Double>> margins = new LinkedHashMap<>();
    private final List<Double> own = new ArrayList<>();

    /**
     * Measures pairs of pictures of the world with all things solid or patterned.
     *
     * @param scale of the logits, {@code exp(logit_scale)}
     * @param count the number of pairs for each attribute
     */
    public Margins(Encoder encoder, double scale, long seed, int count, int pixels) {
        int index = 100;
        for (Change change : Change.values()) {
            SplitMix64 random = SplitMix64.at(seed, index++);
            SceneSampler sampler = new SceneSampler(change.level(), random);
            List<Scene> scenes = new ArrayList<>();
            while (scenes.size() < 2 * count) {
                List<Scene> group = sampler.group();
                for (Scene other : group.subList(1, group.size())) {
                    if (change.isOnlyDifference(group.get(0), other) && scenes.size() < 2 * count) {
                        scenes.add(group.get(0));
                        scenes.add(other);
                    }
                }
            }
            List<RgbImage> images = new ArrayList<>();
            for (Scene scene : scenes) {
                images.add(Renderer.draw(scene, pixels, random.nextLong()));
            }
            float[][] seen = encoder.images(images);
            float[][] read = encoder.texts(scenes.stream().map(Scene::caption).toList());
            List<Double> found = new ArrayList<>();
            for (int i = 0; i < scenes.size(); i++) {
                double right = scale * dot(seen[i], read[i]);
                found.add(right - scale * dot(seen[i], read[i ^ 1]));
                own.add(right);
            }
            margins.put(change.name().toLowerCase(Locale.ROOT), found);
        }
    }

    /** The attribute in which two scenes differ. */
    private enum Change {
        COLOR,
        SHAPE,
        SIZE,
        FILL,
        COUNT,
        /** The first thing is where the second was, and the other way around. */
        ORDER;

        Level level() {
            return switch (this) {
                case COUNT -> Level.WORLD.withMix(0, 1, 0);
                case ORDER -> Level.WORLD.withMix(0, 0, 1);
                default -> Level.WORLD.withMix(1, 0, 0);
            };
        }

        boolean isOnlyDifference(Scene one, Scene other) {
            Thing a = one.first();
            Thing b = other.first();
            if (this == ORDER) {
                return a.equals(other.second()) && b.equals(one.second()) && one.arrangement() == other.arrangement();
            }
            List<Boolean> differs = List.of(
                    a.color() != b.color(),
                    a.shape() != b.shape(),
                    a.size() != b.size(),
                    a.fill() != b.fill(),
                    one.arrangement() != other.arrangement());
            return differs.stream().filter(different -> different).count() == 1
                    && differs.get(List.of(values()).indexOf(this));
        }
    }

    /** A table in Markdown: how often the right caption wins, quantiles of the margin, and its histogram. */
    public String table() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "| differs | right caption wins | 5 %% | median | 95 %% | %.0f to %.0f in steps of %.0f |%n|---|---|---|---|---|---|%n",
                FIRST,
                FIRST + BINS * BIN,
                BIN));
        margins.forEach((name, values) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %.1f %% | %.1f | %.1f | %.1f | `%s` |%n",
                name,
                100.0 * values.stream().filter(margin -> margin > 0).count() / values.size(),
                quantile(values, .05),
                quantile(values, .5),
                quantile(values, .95),
                histogram(values))));
        return table.toString();
    }

    /** The logits of pictures with their own complete captions: the 5 %, 50 % and 95 % quantile. */
    public double[] ownLogits() {
        return new double[] {quantile(own, .05), quantile(own, .5), quantile(own, .95)};
    }

    private static String histogram(List<Double> values) {
        int[] bins = new int[BINS];
        for (double value : values) {
            bins[(int) Math.min(BINS - 1, Math.max(0, Math.floor((value - FIRST) / BIN)))]++;
        }
        int most = Arrays.stream(bins).max().orElseThrow();
        StringBuilder bars = new StringBuilder();
        for (int bin : bins) {
            int height = (int) Math.ceil((double) bin * BARS.length() / most);
            bars.append(height == 0 ? ' ' : BARS.charAt(height - 1));
        }
        return bars.toString();
    }

    private static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.round(share * (sorted.size() - 1)));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (double) a[d] * b[d];
        }
        return sum;
    }
}
