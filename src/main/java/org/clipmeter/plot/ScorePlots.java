package org.clipmeter.plot;

import java.util.List;
import java.util.Set;
import org.clipmeter.compare.Setting;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.score.ScoreResult;

/**
 * Plots of runs. Every title states n. Rows without a score are counted but never drawn.
 *
 * <p>All but {@link #scatter} put logits_per_image of several runs on one axis, so they throw an
 * IllegalArgumentException if the runs were scored in different ways.
 */
public final class ScorePlots {
    private ScorePlots() {}

    /** A histogram of logits_per_image with mean and median. */
    public static ScoreChart histogram(ScoreResult result) {
        return histogram(List.of(new Plotted(result.pairs().imagesName(), result)));
    }

    /** A histogram of logits_per_image: bars for one run, outlines over shared bins for several runs. */
    public static ScoreChart histogram(List<Plotted> runs) {
        return Histogram.of(runs);
    }

    /** The empirical distribution of logits_per_image: the share of images that have at most a given value. */
    public static ScoreChart ecdf(List<Plotted> runs) {
        return Ecdf.of(runs);
    }

    /** A box plot: quartiles, whiskers of at most 1.5 interquartile ranges, outliers and means. */
    public static ScoreChart box(List<Plotted> runs, Grouping by) {
        return Rows.boxes(runs, by);
    }

    /**
     * The mean logits_per_image of each run with its 95 % BCa bootstrap interval, which draws prompts with all their images if a
     * prompt has several.
     */
    public static ScoreChart bars(List<Plotted> runs) {
        return bars(runs, Set.of());
    }

    /** The same for runs that may differ in some settings, since their effect is shown. */
    public static ScoreChart bars(List<Plotted> runs, Set<Setting> across) {
        return Rows.means(runs, across);
    }

    /**
     * A scatter plot with a point for each prompt that both runs have scored, joined by id, and the line y = x. The
     * models may differ.
     */
    public static ScoreChart scatter(Plotted first, Plotted second) {
        return Scatter.of(first, second);
    }

    /** A histogram of the changes of prompts from the baseline, joined by id, with the mean change and its interval. */
    public static ScoreChart delta(Plotted baseline, Plotted other) {
        return delta(baseline, other, Set.of());
    }

    /** The same for runs that may differ in some settings, since their effect is shown. */
    public static ScoreChart delta(Plotted baseline, Plotted other, Set<Setting> across) {
        return Histogram.deltas(baseline, other, across);
    }

    /**
     * A forest plot: a row for each comparison with its mean change and the 95 % BCa bootstrap interval, beside a line at 0. If
     * they have a margin, it is a band, and the 90 % interval that decides is thicker.
     *
     * @param title what is compared with what; n is added to it
     * @param model of all rows, whose name for its logits the axis has
     * @param rows at least one, all with the same margin; at most 40 are drawn
     */
    public static ScoreChart forest(String title, ModelInfo model, List<ForestRow> rows) {
        return Forest.of(title, model, rows);
    }
}
