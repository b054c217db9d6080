package org.clipmeter.course;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.clipmeter.compare.PairedComparison;
import org.clipmeter.match.MatchCell;
import org.clipmeter.score.Scored;
import org.clipmeter.shapes.Scene;

/** The exercises of lesson 1: logit, cosine and softmax; what changes a score and what does not. */
final class ScoreLesson {
    /** The picture of the lesson. It has everything that a caption of the world leaves open, so that no true caption is refused. */
    static final String PICTURE = "a medium red circle on a white background";

    static final long SEED = 1;
    private static final String TEXT = "a red circle";

    /** Other ways to write {@link #TEXT}. */
    private static final Map<String, String> VARIANTS = variants();

    /** The word for another picture of the same caption. */
    private static final String OTHER_SEED = "seed";

    static final List<Exercise> EXERCISES = List.of(
            new Exercise(
                    "1.1",
                    "By which factor is logits_per_image larger than cosine_similarity under the model shapes?",
                    "a number",
                    ScoreLesson::factor),
            new Exercise(
                    "1.2",
                    "An image has the logits 12, 11 and 10 with three texts: what is the softmax of the first text?",
                    "a number",
                    ScoreLesson::softmax),
            new Exercise(
                    "1.3",
                    "Which of these leave the score of a red circle and \"a red circle\" exactly as it is: "
                            + "case, spaces, template, article, seed?",
                    "one or more of the five words",
                    ScoreLesson::unchanged),
            new Exercise(
                    "1.4",
                    "Write a caption that is false of the lesson's picture and fits it better than \"a blue circle\".",
                    "a caption in quotes",
                    ScoreLesson::falseCaption));

    private ScoreLesson() {}

    private static Map<String, String> variants() {
        Map<String, String> variants = new LinkedHashMap<>();
        variants.put("case", "A Red CIRCLE");
        variants.put("spaces", "a  red   circle");
        variants.put("template", "a photo of a red circle");
        variants.put("article", "red circle");
        return variants;
    }

    private static Verdict factor(List<String> words, Material material) throws IOException {
        MatchCell cell = material.match(PICTURE, SEED, List.of(TEXT)).get(0);
        Scored score = Material.score(cell);
        double expected = score.logitsPerImage() / score.cosineSimilarity();
        return Answers.near(
                Answers.number(words),
                expected,
                expected / 200, // columns of a table are rounded
                "divide the two columns of one row of the table, and take a row whose cosine is not near 0",
                Map.of(
                        1 / expected,
                        "that is the cosine divided by the logit; the other way round is asked",
                        Math.log(expected),
                        "that is logit_scale itself; the factor is its exponential"));
    }

    private static Verdict softmax(List<String> words, Material material) {
        double expected = 1 / (1 + Math.exp(-1) + Math.exp(-2));
        return Answers.near(
                Answers.number(words),
                expected,
                0.005,
                "each text has the share exp(logit) of the sum of exp(logit) over all three",
                Map.of(
                        12. / 33,
                        "that is the share of the sum of the logits; take the exponential of each logit first"));
    }

    private static Verdict unchanged(List<String> words, Material material) throws IOException {
        List<String> names = new ArrayList<>(VARIANTS.keySet());
        names.add(OTHER_SEED);
        Set<String> chosen = Answers.chosen(words, names);
        List<String> texts = new ArrayList<>(List.of(TEXT));
        texts.addAll(VARIANTS.values());
        double[] logits = material.logits(PICTURE, SEED, texts);
        double other = material.logits(PICTURE, SEED + 1, List.of(TEXT))[0];
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < names.size(); i++) {
            double change = (i + 1 < logits.length ? logits[i + 1] : other) - logits[0];
            boolean same = Math.abs(change) <= PairedComparison.EQUAL;
            if (same) {
                expected.add(names.get(i));
            } else if (chosen.contains(names.get(i))) {
                return Verdict.notYet(String.format(
                        Locale.ROOT,
                        "%s changes the score by %+.4f; compare both pairs, and look at all digits",
                        names.get(i),
                        change));
            }
        }
        return chosen.equals(expected)
                ? Verdict.right("the others change the score, some of them by very little")
                : Verdict.notYet("these are right, and one more does not change the score either");
    }

    private static Verdict falseCaption(List<String> words, Material material) throws IOException {
        String caption = String.join(" ", words);
        Scene scene = Scene.parse(caption);
        if (scene.equals(Scene.parse(PICTURE))) {
            return Verdict.notYet(
                    "this caption is true of the picture; change what it says about the shape or the color");
        }
        String rival = "a blue circle";
        if (caption.equals(rival)) {
            return Verdict.notYet("this is the caption to beat");
        }
        double[] logits = material.logits(PICTURE, SEED, List.of(caption, rival));
        String found =
                String.format(Locale.ROOT, "its logit is %.2f, that of \"%s\" is %.2f", logits[0], rival, logits[1]);
        return logits[0] > logits[1]
                ? Verdict.right(found + ": a false caption can score higher than another false caption, and high")
                : Verdict.notYet(found + "; try a color or a shape that looks more like that of the picture");
    }
}
