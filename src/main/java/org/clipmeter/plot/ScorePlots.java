package org.clipmeter.plot;

import java.util.List;
import org.clipmeter.score.ScoreResult;

/**
 * Plots of runs. n is in every title; rows without a score are counted and never drawn.
 *
 * <p>All but {@link #scatter} put logits_per_image of several runs on one axis, so they throw an
 * IllegalArgumentException where the runs' models differ.
 */
public final class ScorePlots {
    private ScorePlots() {}

    /** How many images have which logits_per_image, with their mean and median. */
    public static ScoreChart histogram(ScoreResult result) {
        return histogram(List.of(new Plotted(result.pairs().imagesName(), result)));
    }

    /** How many images have which logits_per_image: bars for one run, outlines over shared bins for several. */
    public static ScoreChart histogram(List<Plotted> runs) {
        return Histogram.of(runs);
    }

    /** Which share of the images has at most which logits_per_image. */
    public static ScoreChart ecdf(List<Plotted> runs) {
        return Ecdf.of(runs);
    }

    /** Quartiles, whiskers of at most 1.5 interquartile ranges, what lies outside, and means. */
    public static ScoreChart box(List<Plotted> runs, Grouping by) {
        return Rows.boxes(runs, by);
    }

    /** Mean logits_per_image of each run with its 95 % BCa bootstrap interval. */
    public static ScoreChart bars(List<Plotted> runs) {
        return Rows.means(runs);
    }

    /** A point for each prompt that both runs have scored, joined by id, and y = x; the models may differ. */
    public static ScoreChart scatter(Plotted first, Plotted second) {
        return Scatter.of(first, second);
    }

    /** How many prompts changed by how much from the baseline, joined by id, with the mean change and its interval. */
    public static ScoreChart delta(Plotted baseline, Plotted other) {
        return Histogram.deltas(baseline, other);
    }
}
