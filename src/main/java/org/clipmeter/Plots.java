package org.clipmeter;

import java.util.Arrays;
import java.util.List;
import org.clipmeter.plot.Grouping;
import org.clipmeter.plot.Plotted;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.plot.ScorePlots;

/**
 * Plots of finished runs under their names; see {@link ScorePlots}. Every method but {@link #scatter} throws an {@link
 * IllegalArgumentException} in one line if the runs were scored in different ways, and those of several runs also if no run is given.
 */
public final class Plots {
    private Plots() {}

    /** How many images have which logits_per_image. */
    public static ScoreChart histogram(ScoreRun... runs) {
        return ScorePlots.histogram(named(runs));
    }

    /** Which share of the images has at most which logits_per_image. */
    public static ScoreChart ecdf(ScoreRun... runs) {
        return ScorePlots.ecdf(named(runs));
    }

    /** Quartiles of logits_per_image, a row for each run. */
    public static ScoreChart box(ScoreRun... runs) {
        return ScorePlots.box(named(runs), Grouping.RUN);
    }

    /** Quartiles of logits_per_image, a row for each block of prompts of each run. */
    public static ScoreChart boxBySource(ScoreRun... runs) {
        return ScorePlots.box(named(runs), Grouping.SOURCE);
    }

    /** Means of logits_per_image with their 95 % BCa bootstrap intervals. */
    public static ScoreChart bars(ScoreRun... runs) {
        return ScorePlots.bars(named(runs));
    }

    /** One run against another, prompt by prompt; the models may differ. */
    public static ScoreChart scatter(ScoreRun first, ScoreRun second) {
        return ScorePlots.scatter(named(first).get(0), named(second).get(0));
    }

    /** How the prompts' logits_per_image changed from the baseline to the other run, prompt by prompt. */
    public static ScoreChart delta(ScoreRun baseline, ScoreRun other) {
        return ScorePlots.delta(named(baseline).get(0), named(other).get(0));
    }

    private static List<Plotted> named(ScoreRun... runs) {
        return Arrays.stream(runs)
                .map(run -> new Plotted(run.name(), run.result()))
                .toList();
    }
}
