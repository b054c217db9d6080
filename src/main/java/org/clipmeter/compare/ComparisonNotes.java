package org.clipmeter.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.score.ScoreResult;

/** What the figures of a comparison leave out, in words. */
public final class ComparisonNotes {
    /** With fewer prompts than these, bootstrap intervals are clearly too narrow. */
    private static final int FEW = 20;

    private ComparisonNotes() {}

    /**
     * What a reader of a comparison should know, one line each; empty if there is nothing.
     *
     * @param comparison the comparison of these two runs
     */
    public static List<String> of(
            PairedComparison comparison, String baselineName, ScoreResult baseline, String runName, ScoreResult run) {
        List<String> notes = new ArrayList<>(precision(comparison));
        PairedScores scores = comparison.scores();
        if (scores.isClustered()) {
            notes.add("clustered by prompt: each counts once, with the mean of its images (" + scores.firstImages()
                    + " in " + baselineName + ", " + scores.secondImages() + " in " + runName
                    + "); intervals draw prompts");
        }
        for (SameScoring.Difference difference : SameScoring.differences(baseline, run)) {
            notes.add("part of the change may come from different " + difference.text());
        }
        List<String> left = scores.leftovers(baselineName, runName);
        if (!left.isEmpty()) {
            notes.add("left out: " + String.join(", ", left));
        }
        if (!scores.haveSamePrompts()) {
            notes.add(
                    "the runs have different prompts, and only those of both are compared: score both with the same prompts to "
                            + "compare all (embeddings that the cache holds are not computed again)");
        }
        if (scores.firstFailed() + scores.secondFailed() > 0) {
            notes.add("images without a score: " + scores.firstFailed() + " in " + baselineName + ", "
                    + scores.secondFailed() + " in " + runName);
        }
        return notes;
    }

    /** How sure the figures are. */
    private static List<String> precision(PairedComparison comparison) {
        List<String> notes = new ArrayList<>();
        Double smallest = comparison.smallestDelta();
        if (smallest == null) {
            notes.add("one prompt alone gives no interval: the change may be chance");
        } else if (comparison.delta().interval() == null) {
            notes.add("every prompt changes by the same amount, which gives no interval");
        } else {
            if (!comparison.differs()) {
                notes.add("the interval contains 0: this many prompts, with this spread, would detect a mean Δ of "
                        + String.format(Locale.ROOT, "%.4f", smallest) + " (80 % power, 5 % level)");
            }
            if (comparison.delta().n() < FEW) {
                notes.add("fewer than " + FEW + " prompts: bootstrap intervals are too narrow");
            }
        }
        return notes;
    }
}
