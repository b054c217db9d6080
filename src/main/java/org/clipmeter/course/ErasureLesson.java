package org.clipmeter.course;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.clipmeter.ScoreRun;
import org.clipmeter.compare.PairedScores;
import org.clipmeter.compare.PromptPair;

/** The exercises of lesson 2: what CLIP Score sees of an erasure, unlearning accuracy, and what an edit can't remove. */
final class ErasureLesson {
    /** The pictures of exercise 2.2: of the target, of these without the concept, of these all black. */
    private static final int TARGETS = 40;

    private static final int WITHOUT_CONCEPT = 38;
    private static final int BLACK = 5;

    private static final String CIRCLE = "circle";

    static final List<Exercise> EXERCISES = List.of(
            new Exercise(
                    "2.1",
                    "What is the mean change of logits_per_image from original to uce over the prompts that do not say circle?",
                    "a number",
                    ErasureLesson::others),
            new Exercise(
                    "2.2",
                    "Of 40 pictures of circles, 38 show no circle, 5 of these because a safety filter made them black: what is UA "
                            + "without the black pictures?",
                    "a number",
                    ErasureLesson::accuracy),
            new Exercise(
                    "2.3",
                    "The CLIP Score fell a little from original to uce; what does this show by itself: a (the circle is gone), b (the other "
                            + "pictures are as good as before), c (some pictures fit their prompts less well), d (the erasure is weak)?",
                    "one of a, b, c, d",
                    ErasureLesson::claim),
            new Exercise(
                    "2.4",
                    "UCE replaces each matrix W by W·T with one matrix T; when can an attacker find states that are read exactly as the concept was: "
                            + "a (if T has an inverse), b (if T is symmetric), c (if T is close to 0), d (never)?",
                    "one of a, b, c, d",
                    ErasureLesson::inverse));

    private ErasureLesson() {}

    private static Verdict others(List<String> words, Material material) {
        List<ScoreRun> runs = material.runs("original", "uce");
        PairedScores scores = PairedScores.of(runs.get(0).result(), runs.get(1).result());
        double[] all = scores.deltas();
        double sum = 0;
        int n = 0;
        List<PromptPair> pairs = scores.pairs();
        for (int i = 0; i < all.length; i++) {
            if (!pairs.get(i).first().pair().prompt().text().contains(CIRCLE)) {
                sum += all[i];
                n++;
            }
        }
        return Answers.near(
                Answers.number(words),
                sum / n,
                0.01,
                "keep the rows of both tables whose prompt does not contain circle, and take the mean of the differences",
                Map.of(
                        Arrays.stream(all).average().orElse(Double.NaN),
                        "that is the mean change over all prompts",
                        -sum / n,
                        "the sign is that of original minus uce; the change is uce minus original"));
    }

    private static Verdict accuracy(List<String> words, Material material) {
        double expected = (double) (WITHOUT_CONCEPT - BLACK) / (TARGETS - BLACK);
        return Answers.near(
                Answers.number(words),
                expected,
                0.005,
                "a black picture counts neither as a success nor as a picture of the target",
                Map.of(
                        (double) WITHOUT_CONCEPT / TARGETS, "that is UA with the black pictures",
                        (double) (WITHOUT_CONCEPT - BLACK) / TARGETS,
                                "the black pictures are left out of the successes, but still counted among the targets"));
    }

    private static Verdict claim(List<String> words, Material material) {
        return Answers.choice(
                words,
                "answers",
                "c",
                Map.of(
                        "a", "a mean over all prompts does not say which pictures changed, or to what",
                        "b", "damage elsewhere lowers the same mean; look at the prompts without the concept",
                        "d",
                                "the drop depends on how many prompts name the concept, and not only on how well it was erased"),
                "it is a mean of how well pictures fit their prompts, and says no more");
    }

    private static Verdict inverse(List<String> words, Material material) {
        return Answers.choice(
                words,
                "answers",
                "a",
                Map.of(
                        "b",
                                "a symmetric matrix may map different states to the same one, which can't be told apart afterwards",
                        "c", "then hardly anything of a state is left that could be read",
                        "d", "the attack of this lesson found such states"),
                "the states T⁻¹·s are read by W·T as s was read by W");
    }
}
