package org.clipmeter.course;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.clipmeter.ScoreRun;
import org.clipmeter.compare.Holm;
import org.clipmeter.compare.PairedScores;

/** The exercises of lesson 3: how many prompts, pairing, several tests, and what may be claimed. */
final class ComparisonLesson {
    /** The change that exercise 3.1 asks to detect. */
    static final double EFFECT = 0.2;

    /** Quantiles of the normal distribution: two-sided 5 %, and 80 % power. */
    private static final double DETECTABLE = 1.960 + 0.842;

    static final List<Exercise> EXERCISES = List.of(
            new Exercise(
                    "3.1",
                    "How many prompts would detect a mean change of 0.2 with 80 % power at the 5 % level, if changes spread as "
                            + "those from before to after?",
                    "a number",
                    ComparisonLesson::prompts),
            new Exercise(
                    "3.2",
                    "How many times as large is the standard error of the mean change from before to after, if the pairing is "
                            + "thrown away?",
                    "a number",
                    ComparisonLesson::unpaired),
            new Exercise(
                    "3.3",
                    "Three techniques have the p-values 0.012, 0.030 and 0.041: what is Holm's adjusted p of the second one?",
                    "a number",
                    ComparisonLesson::holm),
            new Exercise(
                    "3.4",
                    "p = 0.30, and the result is \"not shown to be within ±0.5\"; which sentence may a paper print: "
                            + "a (CLIP Score did not change), b (CLIP Score dropped), c (neither a change nor its absence was shown), "
                            + "d (the difference is negligible)?",
                    "one of a, b, c, d",
                    ComparisonLesson::claim));

    private ComparisonLesson() {}

    private static PairedScores beforeAndAfter(Material material) {
        List<ScoreRun> runs = material.runs("before", "after");
        return PairedScores.of(runs.get(0).result(), runs.get(1).result());
    }

    private static Verdict prompts(List<String> words, Material material) {
        double sd = deviation(beforeAndAfter(material).deltas());
        double expected = Math.pow(DETECTABLE * sd / EFFECT, 2);
        return Answers.near(
                Answers.number(words),
                expected,
                Math.max(1, expected / 50), // rounded up, and quantiles or the deviation may be rounded
                "solve (1.960 + 0.842) · sd / √n = 0.2 for n, with the standard deviation of the changes",
                Map.of(
                        DETECTABLE * sd / EFFECT,
                        "that is the square root of n",
                        Math.pow(1.960 * sd / EFFECT, 2),
                        "this has a power of only 50 %; 0.842 is missing"));
    }

    private static Verdict unpaired(List<String> words, Material material) {
        PairedScores pairs = beforeAndAfter(material);
        double before = deviation(pairs.firstScores());
        double after = deviation(pairs.secondScores());
        double paired = deviation(pairs.deltas());
        double expected = Math.sqrt(before * before + after * after) / paired;
        return Answers.near(
                Answers.number(words),
                expected,
                expected / 50,
                "√(sd² of before + sd² of after), divided by the standard deviation of the changes; n cancels out",
                Map.of(1 / expected, "that is the other way round: divide by the paired one"));
    }

    private static Verdict holm(List<String> words, Material material) {
        double expected = Objects.requireNonNull(
                Holm.adjusted(Arrays.asList(0.012, 0.030, 0.041)).get(1));
        Map<Double, String> mistakes = new LinkedHashMap<>();
        mistakes.put(0.030, "this p is not adjusted");
        mistakes.put(
                0.090,
                "that is Bonferroni's correction, which takes three times every p; Holm takes fewer with each step");
        mistakes.put(0.041, "that is the largest p; only this one is multiplied by 1");
        return Answers.near(
                Answers.number(words),
                expected,
                0.0005,
                "the smallest p is multiplied by 3, the next one by 2, and none may be smaller than the one before it",
                mistakes);
    }

    private static Verdict claim(List<String> words, Material material) {
        return Answers.choice(
                words,
                "sentences",
                "c",
                Map.of(
                        "a", "a large p shows that chance explains the data, not that nothing changed",
                        "b", "p is above 5 %, so that a drop was not shown",
                        "d", "that is what an interval within the margin would show, and this one is not"),
                "more prompts could show either");
    }

    /** The standard deviation with n - 1. */
    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.length - 1));
    }
}
