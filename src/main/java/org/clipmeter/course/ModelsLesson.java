package org.clipmeter.course;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.clipmeter.ScoreRun;
import org.clipmeter.compare.PairedComparison;
import org.clipmeter.compare.PairedScores;
import org.clipmeter.compare.RankCorrelation;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.Thing;

/** The exercises of lesson 4: what scores of different models say, ranks, and what a bag of words can't tell. */
final class ModelsLesson {
    /** The logits of exercise 4.2. */
    private static final double[] ONE_MODEL = {31, 30, 27, 26, 15};

    private static final double[] OTHER_MODEL = {17.0, 17.5, 15.0, 16.0, 12.0};

    /** The share of the true caption above which exercise 4.4 calls a model sure. */
    private static final double SURE = 0.99;

    /** The share of the true caption below which it calls a model not sure. */
    private static final double UNSURE = 0.9;

    static final List<Exercise> EXERCISES = List.of(
            new Exercise(
                    "4.1",
                    "The same 300 pictures have the mean logits_per_image 31.2 under B/32 and 25.1 under L/14; which sentence may a paper "
                            + "print: a (B/32 finds the pictures better), b (each model has its own scale, so the two means say nothing "
                            + "about each other), c (the pictures score 28.2 on average over the models), d (L/14 is the stricter judge)?",
                    "one of a, b, c, d",
                    ModelsLesson::means),
            new Exercise(
                    "4.2",
                    "Five pictures have the logits 31, 30, 27, 26 and 15 under one model, and 17.0, 17.5, 15.0, 16.0 and 12.0 under "
                            + "another one, in the same order: what is Spearman's ρ?",
                    "a number",
                    ModelsLesson::spearman),
            new Exercise(
                    "4.3",
                    "For what share of the prompts do both models see the same direction of change from original to seed (runs wide and "
                            + "wideSeed, narrow and narrowSeed)?",
                    "a number",
                    ModelsLesson::agreeing),
            new Exercise(
                    "4.4",
                    "Write a caption that names the two things of the picture of \"" + PitfallsLesson.ORDERED
                            + "\" and is false of it, so that shapes is sure of the true one (softmax of the two captions above 0.99) and shapes-bag "
                            + "is not (below 0.9).",
                    "a caption in quotes",
                    ModelsLesson::bagOfWords));

    private ModelsLesson() {}

    private static Verdict means(List<String> words, Material material) {
        return Answers.choice(
                words,
                "sentences",
                "b",
                Map.of(
                        "a", "the two numbers have different scales, so that the larger one is not the better one",
                        "c", "a mean of numbers with different scales has no scale at all",
                        "d", "a lower number under another scale is not a stricter judgment"),
                "only runs under the same model can be compared by their scores");
    }

    private static Verdict spearman(List<String> words, Material material) {
        int[] items = {0, 1, 2, 3, 4};
        double expected = value(RankCorrelation.spearman(ONE_MODEL, OTHER_MODEL, items));
        Map<Double, String> mistakes = new LinkedHashMap<>();
        mistakes.put(
                value(RankCorrelation.kendall(ONE_MODEL, OTHER_MODEL, items)),
                "that is Kendall's τ, which counts pairs");
        mistakes.put(pearson(), "that is the correlation of the logits; replace them by their ranks first");
        return Answers.near(
                Answers.number(words),
                expected,
                0.005,
                "rank the pictures under each model, and take 1 − 6 · Σd² / (n · (n² − 1)) with the differences d of the ranks",
                mistakes);
    }

    private static double value(RankCorrelation correlation) {
        return Objects.requireNonNull(correlation.value());
    }

    private static double pearson() {
        double products = 0;
        double squares = 0;
        double otherSquares = 0;
        double mean = mean(ONE_MODEL);
        double otherMean = mean(OTHER_MODEL);
        for (int i = 0; i < ONE_MODEL.length; i++) {
            double difference = ONE_MODEL[i] - mean;
            double other = OTHER_MODEL[i] - otherMean;
            products += difference * other;
            squares += difference * difference;
            otherSquares += other * other;
        }
        return products / Math.sqrt(squares * otherSquares);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static Verdict agreeing(List<String> words, Material material) {
        List<ScoreRun> runs = material.runs("wide", "wideSeed", "narrow", "narrowSeed");
        double[] wide =
                PairedScores.of(runs.get(0).result(), runs.get(1).result()).deltas();
        double[] narrow =
                PairedScores.of(runs.get(2).result(), runs.get(3).result()).deltas();
        if (wide.length != narrow.length) {
            return Verdict.notYet("the runs have different prompts; run the lesson's cells above it again");
        }
        double agreeing = 0;
        double bothLower = 0;
        for (int i = 0; i < wide.length; i++) {
            boolean agree = direction(wide[i]) == direction(narrow[i]);
            agreeing += agree ? 1 : 0;
            bothLower += agree && wide[i] < 0 ? 1 : 0;
        }
        Map<Double, String> mistakes = new LinkedHashMap<>();
        mistakes.put(bothLower / wide.length, "prompts that both models score higher agree, too");
        mistakes.put(1 - agreeing / wide.length, "that is the share on which the models see different directions");
        mistakes.put(agreeing, "that is their number; divide it by the number of prompts");
        return Answers.near(
                Answers.number(words),
                agreeing / wide.length,
                0.005,
                "count the prompts that change in the same direction in both pairs of tables, and divide by the number of prompts",
                mistakes);
    }

    /** -1, 0 or 1; scores that differ by no more than their error are the same. */
    private static double direction(double change) {
        return Math.abs(change) <= PairedComparison.EQUAL ? 0 : Math.signum(change);
    }

    private static Verdict bagOfWords(List<String> words, Material material) throws IOException {
        String caption = String.join(" ", words);
        String truth = PitfallsLesson.ORDERED;
        Scene scene = Scene.parse(caption);
        if (scene.equals(Scene.parse(truth))) {
            return Verdict.notYet("this caption is true of the picture; write a false one");
        }
        if (!things(scene).equals(things(Scene.parse(truth)))) {
            return Verdict.notYet("keep the red star and the blue circle, and say something false about how they lie");
        }
        double sure = share(material.logits(truth, ScoreLesson.SEED, List.of(truth, caption)));
        double unsure = share(material.logits("shapes-bag", truth, ScoreLesson.SEED, List.of(truth, caption)));
        String found = String.format(
                Locale.ROOT,
                "the true caption has the softmax %.4f under shapes and %.4f under shapes-bag",
                sure,
                unsure);
        if (sure <= SURE) {
            return Verdict.notYet(found + "; find one that shapes rejects more clearly");
        }
        return unsure < UNSURE
                ? Verdict.right(found + ": shapes-bag can't tell what it was never shown")
                : Verdict.notYet(found + "; try another order or relation");
    }

    private static Set<Thing> things(Scene scene) {
        Set<Thing> things = new HashSet<>(Set.of(scene.first()));
        Thing second = scene.second();
        if (second != null) {
            things.add(second);
        }
        return things;
    }

    /** The softmax of the first of two logits. */
    private static double share(double[] logits) {
        return 1 / (1 + Math.exp(logits[1] - logits[0]));
    }
}
