package org.clipmeter.shapes.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.clipmeter.image.RgbImage;
import org.clipmeter.shapes.Arrangement;
import org.clipmeter.shapes.Background;
import org.clipmeter.shapes.Caption;
import org.clipmeter.shapes.Color;
import org.clipmeter.shapes.Fill;
import org.clipmeter.shapes.Level;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SceneSampler;
import org.clipmeter.shapes.Shape;
import org.clipmeter.shapes.Size;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.Thing;
import org.jspecify.annotations.Nullable;

/**
 * The zero-shot accuracy of a model on new renderings: how often the right caption has the highest cosine of several.
 */
@SuppressWarnings("EnumOrdinal") // labels are ordinals
public final class Evaluation {
    /** Draws the pictures on which a model is tested. */
    public interface Pictures {
        /** The renderer's own. */
        Pictures RENDERED = (scene, pixels, random) -> Renderer.draw(scene, pixels, random.nextLong());

        RgbImage draw(Scene scene, int pixels, SplitMix64 random);
    }

    private final Encoder encoder;
    private final Pictures pictures;
    private final long seed;
    private final int count;
    private final int pixels;
    private final Map<String, Double> accuracies = new LinkedHashMap<>();

    private Evaluation(Encoder encoder, Pictures pictures, long seed, int count, int pixels) {
        this.encoder = encoder;
        this.pictures = pictures;
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
        Evaluation evaluation = new Evaluation(encoder, Pictures.RENDERED, seed, count, pixels);
        evaluation.levelOne();
        return evaluation.accuracies;
    }

    /** The accuracy on every feature of the world. */
    public static Map<String, Double> world(Encoder encoder, long seed, int count, int pixels) {
        Evaluation evaluation = new Evaluation(encoder, Pictures.RENDERED, seed, count, pixels);
        evaluation.levelOne();
        evaluation.single();
        evaluation.counts();
        evaluation.pairs();
        evaluation.synonyms();
        return evaluation.accuracies;
    }

    /**
     * How well a model recognizes what pictures of scenes of the whole world show: things, counts and pairs. With the pictures
     * of a text-to-image model, it tells how well that one draws, beside the same with {@link Pictures#RENDERED}.
     */
    public static Map<String, Double> ofPictures(Encoder encoder, Pictures pictures, long seed, int count, int pixels) {
        Evaluation evaluation = new Evaluation(encoder, pictures, seed, count, pixels);
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
        Sample unseen = sample(level.with(Level.Combinations.HELD_OUT), 4);
        String name = "world, combinations held out of training";
        colorsAndShapes(name, level, unseen);
        boolean[] right = fixed(
                name + ": shape of 10, named alone", unseen, words(Shape.values(), Caption::withArticle), s -> s.first()
                        .shape());
        accuracies.put(name + ": the same, lowest of the 12 combinations", lowest(unseen, right));
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

    /** The lowest share of right answers among the colours of the things. */
    private static double lowest(Sample sample, boolean[] right) {
        int[] all = new int[Color.values().length];
        int[] good = new int[all.length];
        for (int i = 0; i < right.length; i++) {
            int color = sample.scenes.get(i).first().color().ordinal();
            all[color]++;
            good[color] += right[i] ? 1 : 0;
        }
        double lowest = 1;
        for (int color = 0; color < all.length; color++) {
            lowest = all[color] == 0 ? lowest : Math.min(lowest, (double) good[color] / all[color]);
        }
        return lowest;
    }

    /** How often a shape or a colour is recognized by its own name, and by each synonym in the same list of captions. */
    private void synonyms() {
        int index = 7;
        for (Shape shape : Shape.values()) {
            if (shape.names().size() > 1) {
                Sample sample = sample(
                        Level.WORLD.withMix(1, 0, 0),
                        index++,
                        scene -> scene.first().shape() == shape);
                List<String> own = words(Shape.values(), Caption::withArticle);
                recognized(sample, own, shape.ordinal(), shape.names(), Caption::withArticle);
            }
        }
        for (Color color : Color.values()) {
            if (color.names().size() > 1) {
                Sample sample = sample(
                        Level.WORLD.withMix(1, 0, 0),
                        index++,
                        scene -> scene.first().color() == color);
                List<String> own = words(Color.values(), word -> Caption.withArticle(word + " shape"));
                recognized(sample, own, color.ordinal(), color.names(), name -> Caption.withArticle(name + " shape"));
            }
        }
        Sample rings = sample(
                Level.WORLD.withMix(1, 0, 0),
                index,
                scene -> scene.first().shape() == Shape.CIRCLE && scene.first().fill() == Fill.HOLLOW);
        List<String> hollow = words(Shape.values(), word -> "a hollow " + word);
        recognized(rings, hollow, Shape.CIRCLE.ordinal(), List.of("hollow circle", "ring"), Caption::withArticle);
    }

    private void recognized(
            Sample sample, List<String> own, int index, List<String> names, UnaryOperator<String> caption) {
        for (String name : names) {
            List<String> captions = new ArrayList<>(own);
            captions.set(index, caption.apply(name));
            float[][] texts = encoder.texts(captions);
            int right = 0;
            for (float[] image : sample.embeds) {
                right += best(image, texts) == index ? 1 : 0;
            }
            String line = "world: a " + names.get(0) + (name.equals(names.get(0)) ? "" : ", called " + name);
            accuracies.put(line, (double) right / sample.embeds.length);
        }
    }

    /**
     * Compares every picture with the same captions; the right one has the index of the scene's value.
     *
     * @return for each picture whether the right caption won
     */
    private boolean[] fixed(String name, Sample sample, List<String> captions, Function<Scene, Enum<?>> value) {
        float[][] texts = encoder.texts(captions);
        boolean[] answers = new boolean[sample.scenes.size()];
        int right = 0;
        for (int i = 0; i < answers.length; i++) {
            answers[i] = best(sample.embeds[i], texts)
                    == value.apply(sample.scenes.get(i)).ordinal();
            right += answers[i] ? 1 : 0;
        }
        accuracies.put(name, (double) right / answers.length);
        return answers;
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
                : Caption.withArticle(thing.color().word() + " " + thing.shape().word());
    }

    private static List<String> words(Enum<?>[] values, UnaryOperator<String> caption) {
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
        return sample(level, index, scene -> true);
    }

    private Sample sample(Level level, int index, Predicate<Scene> wanted) {
        SplitMix64 random = SplitMix64.at(seed, index);
        SceneSampler sampler = new SceneSampler(level, random);
        List<Scene> scenes = new ArrayList<>();
        List<RgbImage> images = new ArrayList<>();
        while (scenes.size() < count) {
            Scene scene = sampler.next();
            if (wanted.test(scene)) {
                scenes.add(scene);
                images.add(pictures.draw(scene, pixels, random));
            }
        }
        return new Sample(scenes, encoder.images(images));
    }
}
