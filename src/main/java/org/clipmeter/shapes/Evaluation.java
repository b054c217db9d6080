package org.clipmeter.shapes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.clipmeter.image.RgbImage;
import org.jspecify.annotations.Nullable;

/**
 * The zero-shot accuracy of a model on new renderings: how often the right caption has the highest cosine of several.
 */
public final class Evaluation {
    private final Encoder encoder;
    private final long seed;
    private final int count;
    private final int pixels;
    private final Map<String, Double> accuracies = new LinkedHashMap<>();

    private Evaluation(Encoder encoder, long seed, int count, int pixels) {
        this.encoder = encoder;
        this.seed = seed;
        this.count = count;
        this.pixels = pixels;
    }

    /**
     * The accuracy on single things at level 1: colour and shape among 8 · 6 combinations, seen in training or not; and
     * size.
     *
     * @param count the number of pictures
     * @param pixels their width and height
     */
    public static Map<String, Double> levelOne(Encoder encoder, long seed, int count, int pixels) {
        Evaluation evaluation = new Evaluation(encoder, seed, count, pixels);
        evaluation.levelOne();
        return evaluation.accuracies;
    }

    /** The accuracy on every feature of the world. */
    public static Map<String, Double> world(Encoder encoder, long seed, int count, int pixels) {
        Evaluation evaluation = new Evaluation(encoder, seed, count, pixels);
        evaluation.levelOne();
        evaluation.single();
        evaluation.counts();
        evaluation.pairs();
        return evaluation.accuracies;
    }

    /** One line for each accuracy, in percent. */
    public static String describe(Map<String, Double> accuracies) {
        StringBuilder lines = new StringBuilder();
        accuracies.forEach(
                (name, accuracy) -> lines.append(String.format(Locale.ROOT, "%6.2f %%  %s%n", 100 * accuracy, name)));
        return lines.toString();
    }

    private void levelOne() {
        Level level = Level.ONE.withMix(1, 0, 0);
        Sample sample = sample(level, 1);
        colorsAndShapes("level 1", level, sample);
        Sample crowd = sample(Level.ONE.withMix(0, 0, 1), 2);
        among("level 1, pairs: of the caption and the one with the shapes exchanged", crowd, scene -> {
            Thing second = scene.second();
            return second == null || second.shape() == scene.first().shape()
                    ? List.of()
                    : List.of(
                            pairCaption(scene, scene.first(), second),
                            pairCaption(
                                    scene,
                                    new Thing(scene.first().color(), second.shape(), Size.SMALL, Fill.SOLID),
                                    new Thing(second.color(), scene.first().shape(), Size.SMALL, Fill.SOLID)));
        });
    }

    private void single() {
        Level level = Level.WORLD.withMix(1, 0, 0);
        Sample sample = sample(level, 3);
        colorsAndShapes("world", level, sample);
        Level heldOut = level.with(Level.Combinations.HELD_OUT);
        colorsAndShapes("world, combinations held out of training", level, sample(heldOut, 4));
        fixed("world: size of 3", sample, words(Size.values(), word -> "a " + word + " shape"), s -> s.first()
                .size());
        fixed("world: fill of 5", sample, words(Fill.values(), word -> "a " + word + " shape"), s -> s.first()
                .fill());
        fixed(
                "world: background of 6",
                sample,
                words(Background.values(), word -> "a shape on a " + word + " background"),
                Scene::background);
    }

    private void counts() {
        Sample sample = sample(Level.WORLD.withMix(.25, .75, 0), 5);
        fixed(
                "world: count of 4",
                sample,
                List.of("a shape", "two shapes", "three shapes", "four shapes"),
                Scene::arrangement);
    }

    private void pairs() {
        Sample sample = sample(Level.WORLD.withMix(0, 0, 1), 6);
        among("world, pairs: of the caption and the one with the things exchanged", sample, scene -> {
            Thing second = scene.second();
            return second == null
                    ? List.of()
                    : List.of(pairCaption(scene, scene.first(), second), pairCaption(scene, second, scene.first()));
        });
        among("world, pairs: of the caption and the one with the colors exchanged", sample, scene -> {
            Thing a = scene.first();
            Thing b = scene.second();
            return b == null || a.color() == b.color() || a.shape() == b.shape()
                    ? List.of()
                    : List.of(
                            pairCaption(scene, a, b),
                            pairCaption(
                                    scene,
                                    new Thing(b.color(), a.shape(), a.size(), a.fill()),
                                    new Thing(a.color(), b.shape(), b.size(), b.fill())));
        });
        among("world, pairs: relation of 4", sample, scene -> {
            Thing a = scene.first();
            Thing b = scene.second();
            if (b == null) {
                return List.of();
            }
            String told = scene.arrangement() == Arrangement.LEFT_OF ? " left of " : " above ";
            String other = scene.arrangement() == Arrangement.LEFT_OF ? " above " : " left of ";
            return List.of(
                    name(a) + told + name(b),
                    name(b) + told + name(a),
                    name(a) + other + name(b),
                    name(b) + other + name(a));
        });
    }

    private void colorsAndShapes(String name, Level level, Sample sample) {
        List<Thing> things = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        for (Color color : List.of(Color.values()).subList(0, level.colors())) {
            for (Shape shape : List.of(Shape.values()).subList(0, level.shapes())) {
                things.add(new Thing(color, shape, Size.MEDIUM, Fill.SOLID));
                captions.add(name(things.get(things.size() - 1)));
            }
        }
        float[][] texts = encoder.texts(captions);
        int colors = 0;
        int shapes = 0;
        for (int i = 0; i < sample.scenes.size(); i++) {
            Thing best = things.get(best(sample.embeds[i], texts));
            Thing shown = sample.scenes.get(i).first();
            colors += best.color() == shown.color() ? 1 : 0;
            shapes += best.shape() == shown.shape() ? 1 : 0;
        }
        double total = sample.scenes.size();
        accuracies.put(name + ": color of " + level.colors(), colors / total);
        accuracies.put(name + ": shape of " + level.shapes(), shapes / total);
    }

    /** Compares every picture with the same captions; the right one has the index of the scene's value. */
    private void fixed(String name, Sample sample, List<String> captions, Function<Scene, Enum<?>> value) {
        float[][] texts = encoder.texts(captions);
        int right = 0;
        for (int i = 0; i < sample.scenes.size(); i++) {
            Enum<?> shown = value.apply(sample.scenes.get(i));
            right += best(sample.embeds[i], texts)
                            == List.of(shown.getDeclaringClass().getEnumConstants())
                                    .indexOf(shown)
                    ? 1
                    : 0;
        }
        accuracies.put(name, (double) right / sample.scenes.size());
    }

    /** Compares each picture with captions made for it, the right one first; a picture without captions is skipped. */
    private void among(String name, Sample sample, Function<Scene, List<String>> captions) {
        List<Integer> pictures = new ArrayList<>();
        List<String> all = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < sample.scenes.size(); i++) {
            List<String> own = captions.apply(sample.scenes.get(i));
            if (!own.isEmpty()) {
                pictures.add(i);
                starts.add(all.size());
                all.addAll(own);
            }
        }
        starts.add(all.size());
        float[][] texts = encoder.texts(all);
        int right = 0;
        for (int i = 0; i < pictures.size(); i++) {
            float[][] own = Arrays.copyOfRange(texts, starts.get(i), starts.get(i + 1));
            right += best(sample.embeds[pictures.get(i)], own) == 0 ? 1 : 0;
        }
        accuracies.put(name, (double) right / pictures.size());
    }

    private static int best(float[] image, float[][] texts) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < texts.length; j++) {
            double cosine = 0;
            for (int d = 0; d < image.length; d++) {
                cosine += image[d] * texts[j][d];
            }
            if (cosine > highest) {
                highest = cosine;
                best = j;
            }
        }
        return best;
    }

    private static String pairCaption(Scene scene, Thing first, Thing second) {
        return name(first) + (scene.arrangement() == Arrangement.LEFT_OF ? " left of " : " above ") + name(second);
    }

    private static String name(@Nullable Thing thing) {
        return thing == null
                ? ""
                : Caption.article(thing.color().word()) + " " + thing.color().word() + " "
                        + thing.shape().word();
    }

    private static List<String> words(Enum<?>[] values, Function<String, String> caption) {
        List<String> captions = new ArrayList<>();
        for (Enum<?> value : values) {
            captions.add(caption.apply(value.name().toLowerCase(Locale.ROOT)));
        }
        return captions;
    }

    private record Sample(
            List<Scene> scenes,
            @SuppressWarnings("ArrayRecordComponent") float[][] embeds) {}

    private Sample sample(Level level, int index) {
        SplitMix64 random = SplitMix64.at(seed, index);
        SceneSampler sampler = new SceneSampler(level, random);
        List<Scene> scenes = new ArrayList<>();
        List<RgbImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            scenes.add(sampler.next());
            images.add(Renderer.draw(scenes.get(i), pixels, random.nextLong()));
        }
        return new Sample(scenes, encoder.images(images));
    }
}
