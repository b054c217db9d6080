package org.clipmeter.shapes.edit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.clipmeter.image.RgbImage;
import org.clipmeter.shapes.Caption;
import org.clipmeter.shapes.Color;
import org.clipmeter.shapes.Fill;
import org.clipmeter.shapes.Level;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SceneSampler;
import org.clipmeter.shapes.Shape;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.erase.ConceptKind;
import org.clipmeter.shapes.evaluation.ClipEncoder;
import org.clipmeter.shapes.field.Field;
import org.clipmeter.shapes.field.Latent;

/** Draws pictures of new captions with a field, and has the bundled CLIP say what each of them shows of a kind of concept. */
final class EditJudge {
    private static final int PIXELS = 64;
    private static final long SEED = 5;
    private static final List<String> COUNTS = List.of("one", "two", "three", "four");

    private final ClipEncoder eye;
    private final Concept concept;
    private final List<Scene> scenes = new ArrayList<>();

    /** Pictures of one thing, or of one to four of a kind for a count: so many with the concept, and without it. */
    EditJudge(ClipEncoder eye, Concept concept, int with, int without) {
        this(
                eye,
                concept,
                with,
                without,
                concept.kind() == ConceptKind.COUNT ? Level.WORLD.withMix(.25, .75, 0) : Level.WORLD.withMix(1, 0, 0));
    }

    EditJudge(ClipEncoder eye, Concept concept, int with, int without, Level level) {
        this.eye = eye;
        this.concept = concept;
        SceneSampler sampler = new SceneSampler(level, new SplitMix64(SEED));
        int[] left = {with, without};
        while (left[0] + left[1] > 0) {
            Scene scene = sampler.next();
            int which = word(scene).equals(concept.word()) ? 0 : 1;
            if (left[which] > 0) {
                left[which]--;
                scenes.add(scene);
            }
        }
    }

    /**
     * What was seen.
     *
     * @param ua the share of the concept's pictures that do not show it
     * @param seenAs what most of the concept's pictures show
     * @param ira the share of the others that show what their caption says, of the concept's kind
     * @param color the share of the others that have their color, if the concept is something else
     * @param others the same as {@code ira} by value
     */
    record Verdict(double ua, String seenAs, double ira, double color, Map<String, Double> others) {
        String text() {
            return String.format(
                            Locale.ROOT,
                            "UA %5.1f (%s)  IRA %5.1f  color %5.1f ",
                            100 * ua,
                            seenAs,
                            100 * ira,
                            100 * color)
                    + others.entrySet().stream()
                            .map(entry ->
                                    String.format(Locale.ROOT, " %s %.0f", entry.getKey(), 100 * entry.getValue()))
                            .collect(Collectors.joining());
        }
    }

    Verdict judge(Field field) throws IOException {
        return judge(field, caption -> caption);
    }

    /** @param wording changes the captions of the concept's pictures, such as to synonyms */
    Verdict judge(Field field, UnaryOperator<String> wording) throws IOException {
        List<RgbImage> pictures = new ArrayList<>();
        SplitMix64 random = new SplitMix64(SEED + 1);
        for (Scene scene : scenes) {
            String caption = scene.caption();
            String said = word(scene).equals(concept.word()) ? wording.apply(caption) : caption;
            pictures.add(field.draw(said, Latent.of(scene, random), PIXELS));
        }
        List<String> words = words(concept.kind());
        float[][] seen = eye.images(pictures);
        Map<String, Integer> seenAs = new LinkedHashMap<>();
        Map<String, int[]> others = new LinkedHashMap<>();
        words.forEach(word -> others.put(word, new int[2]));
        int[] colors = new int[2];
        for (int i = 0; i < scenes.size(); i++) {
            Scene scene = scenes.get(i);
            String shown = best(seen[i], words, word -> asked(scene, concept.kind(), word));
            if (word(scene).equals(concept.word())) {
                seenAs.merge(shown, 1, Integer::sum);
                continue;
            }
            int[] right = others.get(word(scene));
            right[0] += shown.equals(word(scene)) ? 1 : 0;
            right[1]++;
            String color = best(seen[i], words(ConceptKind.COLOR), word -> asked(scene, ConceptKind.COLOR, word));
            colors[0] += color.equals(scene.first().color().word()) ? 1 : 0;
            colors[1]++;
        }
        int all = Math.max(1, seenAs.values().stream().mapToInt(n -> n).sum());
        Map<String, Double> shares = new LinkedHashMap<>();
        int[] sum = new int[2];
        others.forEach((word, right) -> {
            if (right[1] > 0) {
                shares.put(word, (double) right[0] / right[1]);
                sum[0] += right[0];
                sum[1] += right[1];
            }
        });
        String most = seenAs.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
        return new Verdict(
                1 - (double) seenAs.getOrDefault(concept.word(), 0) / all,
                most,
                (double) sum[0] / Math.max(1, sum[1]),
                (double) colors[0] / Math.max(1, colors[1]),
                shares);
    }

    private static List<String> words(ConceptKind kind) {
        return switch (kind) {
            case SHAPE -> List.of(Shape.values()).stream().map(Shape::word).toList();
            case COLOR -> List.of(Color.values()).stream().map(Color::word).toList();
            case FILL -> List.of(Fill.values()).stream().map(Fill::word).toList();
            default -> COUNTS;
        };
    }

    private String word(Scene scene) {
        return switch (concept.kind()) {
            case SHAPE -> scene.first().shape().word();
            case COLOR -> scene.first().color().word();
            case FILL -> scene.first().fill().word();
            default -> COUNTS.get(scene.arrangement().count() - 1);
        };
    }

    /** A caption that says a color and a shape, as the scene has them, with a word of a kind in its place. */
    private static String asked(Scene scene, ConceptKind kind, String word) {
        String color = scene.first().color().word();
        String shape = scene.first().shape().word();
        int count = scene.arrangement().count();
        String things = count == 1 ? shape : scene.first().shape().plural();
        return switch (kind) {
            case SHAPE -> one(color + " " + (count == 1 ? word : Shape.plural(word)), count);
            case COLOR -> one(word + " " + things, count);
            case FILL -> one(word + " " + color + " " + things, count);
            default ->
                word.equals("one")
                        ? Caption.withArticle(color + " " + shape)
                        : word + " " + color + " " + scene.first().shape().plural();
        };
    }

    private static String one(String words, int count) {
        return count == 1 ? Caption.withArticle(words) : COUNTS.get(count - 1) + " " + words;
    }

    private final Map<String, float[]> texts = new LinkedHashMap<>();

    private String best(float[] image, List<String> words, UnaryOperator<String> caption) {
        String best = "";
        double highest = Double.NEGATIVE_INFINITY;
        for (String word : words) {
            float[] text = texts.computeIfAbsent(caption.apply(word), one -> eye.texts(List.of(one))[0]);
            double cosine = 0;
            for (int d = 0; d < image.length; d++) {
                cosine += image[d] * text[d];
            }
            if (cosine > highest) {
                highest = cosine;
                best = word;
            }
        }
        return best;
    }
}
