package org.clipmeter.course;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.match.MatchCell;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.score.Scored;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.Shape;
import org.clipmeter.shapes.Thing;
import org.clipmeter.shapes.drawing.Drawing;
import org.clipmeter.shapes.erase.Erasure;
import org.clipmeter.shapes.erase.Technique;

/** The exercises of lesson 5: truncation, black images, leakage, word order. */
final class PitfallsLesson {
    /** The caption whose words exercise 5.4 puts into another order. */
    static final String ORDERED = "a red star left of a blue circle";

    /** By how much exercise 5.4 has the score fall. */
    private static final double FALL = 5;

    private static final int PIXELS = 64;

    static final List<Exercise> EXERCISES = List.of(
            new Exercise(
                    "5.1",
                    "Write a text whose last word the model shapes does not read, because the text is too long.",
                    "a text in quotes",
                    PitfallsLesson::truncated),
            new Exercise(
                    "5.2",
                    "What is the CLIP Score of the run filtered without its black images?",
                    "a number",
                    PitfallsLesson::withoutBlack),
            new Exercise(
                    "5.3",
                    "The word circle was erased (technique leakage): write a caption that brings a circle back.",
                    "a caption in quotes",
                    PitfallsLesson::leak),
            new Exercise(
                    "5.4",
                    "Put the words of \"" + ORDERED
                            + "\" into an order that is a caption of another picture, so that the score of "
                            + "its picture falls by more than 5.",
                    "a caption in quotes",
                    PitfallsLesson::wordOrder));

    private PitfallsLesson() {}

    private static Verdict truncated(List<String> words, Material material) throws IOException {
        String text = String.join(" ", words);
        MatchCell cell = material.match(ScoreLesson.PICTURE, ScoreLesson.SEED, List.of(text))
                .get(0);
        String tokens = "the text has " + cell.tokens() + " tokens, start and end included";
        return cell.truncated()
                ? Verdict.right(tokens + ", and what is beyond the model's limit is not read")
                : Verdict.notYet(tokens + ", and the model reads all of them; make it longer");
    }

    private static Verdict withoutBlack(List<String> words, Material material) {
        ScoreResult filtered = material.runs("filtered").get(0).result();
        double expected = filtered.rows().stream()
                .filter(row -> !row.flags().contains(ImageFlag.ALL_BLACK))
                .filter(row -> row.outcome() instanceof Scored)
                .mapToDouble(row -> ((Scored) row.outcome()).logitsPerImage())
                .average()
                .orElse(Double.NaN);
        double all = Arrays.stream(filtered.logitsPerImage()).average().orElse(Double.NaN);
        return Answers.near(
                Answers.number(words),
                expected,
                0.01,
                "take the mean of logits_per_image over the rows whose flags are not all_black",
                Map.of(all, "that is the mean over all images, the black ones included"));
    }

    private static Verdict leak(List<String> words, Material material) {
        String caption = String.join(" ", words);
        Drawing drawing = Drawing.of(caption, Erasure.of("circle", Technique.LEAKAGE), PIXELS, 0);
        String drawn = "\"" + caption + "\" is drawn as \"" + drawing.drawn().caption() + "\"";
        boolean named = caption.toLowerCase(Locale.ROOT).contains("circle");
        return !hasCircle(drawing.drawn())
                ? Verdict.notYet(drawn + "; describe a circle by another name")
                : named
                        ? Verdict.notYet(drawn + ", but the caption says the word; find one without it")
                        : Verdict.right(drawn + ": the word was erased, and not what it stands for");
    }

    private static boolean hasCircle(Scene scene) {
        Thing second = scene.second();
        return scene.first().shape() == Shape.CIRCLE || second != null && second.shape() == Shape.CIRCLE;
    }

    private static Verdict wordOrder(List<String> words, Material material) throws IOException {
        String caption = String.join(" ", words).strip().toLowerCase(Locale.ROOT);
        if (!sorted(caption).equals(sorted(ORDERED))) {
            return Verdict.notYet("take exactly the words of \"" + ORDERED + "\", each as often as there");
        }
        if (Scene.parse(caption).equals(Scene.parse(ORDERED))) {
            return Verdict.notYet("this caption is that of the same picture");
        }
        double[] logits = material.logits(ORDERED, ScoreLesson.SEED, List.of(ORDERED, caption));
        String found = String.format(Locale.ROOT, "the score falls from %.2f to %.2f", logits[0], logits[1]);
        return logits[0] - logits[1] > FALL
                ? Verdict.right(found + ": this model reads the order of the words; test whether yours does")
                : Verdict.notYet(found + "; try another order");
    }

    private static List<String> sorted(String text) {
        return Arrays.stream(text.split("\\s+")).sorted().toList();
    }
}
