package org.clipmeter.course;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.clipmeter.explain.ExplainedText;
import org.clipmeter.explain.Faithfulness;
import org.clipmeter.shapes.Color;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.Thing;

/** The exercises of lesson 6: the area below a curve, chance, a faithful map of a false text, what a map shows. */
final class ExplainingLesson {
    /** The picture of the lesson. */
    static final String PICTURE = "a red circle left of a blue star";

    static final long SEED = 1;

    /** A map that beats fewer of twenty random orders does not solve exercise 6.3. */
    private static final int MOST_OF_TWENTY = 19;

    private static final int ORDERS = 20;

    static final List<Exercise> EXERCISES = List.of(
            new Exercise(
                    "6.1",
                    "A curve of deletion has the leads 8, 4, 2 and 0 at the shares 0, 0.25, 0.5 and 1: what is its area?",
                    "a number",
                    ExplainingLesson::area),
            new Exercise(
                    "6.2",
                    "The order of a map is drawn by lot: with which probability does it beat all of 20 random orders?",
                    "a number",
                    ExplainingLesson::chance),
            new Exercise(
                    "6.3",
                    "Write a caption that names a thing which is not in \"" + PICTURE
                            + "\", and whose map (method value) beats at least 19 of 20 random orders by deletion.",
                    "a caption in quotes",
                    ExplainingLesson::faithfulAndFalse),
            new Exercise(
                    "6.4",
                    "The map of \"a red circle\" has no color over the star, and it is faithful; what does this show: a (the picture "
                            + "has no star), b (the model does not see the star), c (covering the star would hardly lower the lead of "
                            + "this text), d (the score is right)?",
                    "one of a, b, c, d",
                    ExplainingLesson::shown));

    private ExplainingLesson() {}

    private static Verdict area(List<String> words, Material material) {
        double expected = .25 * (8 + 4) / 2 + .25 * (4 + 2) / 2 + .5 * (2 + 0) / 2;
        return Answers.near(
                Answers.number(words),
                expected,
                0.005,
                "between two shares, the area is their distance times the mean of the two leads",
                Map.of(
                        (8 + 4 + 2 + 0) / 4.,
                        "that is the mean of the leads; the last step is twice as wide as the others"));
    }

    private static Verdict chance(List<String> words, Material material) {
        return Answers.near(
                Answers.number(words),
                1. / (ORDERS + 1),
                0.0005,
                "21 orders were drawn by lot, and each of them is the best with the same probability",
                Map.of(
                        1. / ORDERS,
                        "the order of the map is one more beside the 20",
                        Math.pow(.5, ORDERS),
                        "the 20 comparisons are not independent: a good order beats most of the others"));
    }

    private static Verdict faithfulAndFalse(List<String> words, Material material) throws IOException {
        String text = String.join(" ", words);
        if (things(Scene.parse(text)).allMatch(thing -> isThere(thing, text))) {
            return Verdict.notYet("the picture shows what this caption names; name a thing that is not there");
        }
        ExplainedText explained = material.explain(PICTURE, SEED, text);
        Faithfulness test = explained.faithfulness();
        String found = String.format(
                Locale.ROOT,
                "the score is %.2f, and the map beats %d of %d random orders",
                explained.score(),
                test.deletionBeats(),
                test.random().size());
        return test.deletionBeats() >= MOST_OF_TWENTY
                ? Verdict.right(found + ": it shows faithfully where the score of a false text comes from")
                : Verdict.notYet(found + "; try a thing that shares its color or its shape with one that is there");
    }

    private static Stream<Thing> things(Scene scene) {
        return Stream.of(scene.first(), scene.second()).filter(Objects::nonNull);
    }

    /** Whether the picture has a thing of this shape, and of this color if the caption says one. */
    private static boolean isThere(Thing named, String caption) {
        boolean saysColor = Arrays.stream(Color.values()).anyMatch(color -> caption.contains(color.word()));
        return things(Scene.parse(PICTURE))
                .anyMatch(thing -> thing.shape() == named.shape() && (!saysColor || thing.color() == named.color()));
    }

    private static Verdict shown(List<String> words, Material material) {
        return Answers.choice(
                words,
                "answers",
                "c",
                Map.of(
                        "a", "look at the picture, and at the map of \"a blue star\"",
                        "b", "the map of \"a blue star\" shows that the score of another text depends on it",
                        "d", "a map says where a score comes from, and not whether the text is true"),
                "a map is about one text, one model and its score");
    }
}
