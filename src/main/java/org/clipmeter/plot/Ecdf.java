package org.clipmeter.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.compare.Quantiles;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The empirical distribution of each run's scores: the share of images that have at most a given score. */
final class Ecdf {
    /** More steps than this can't be distinguished on a page. */
    private static final int STEPS = 2000;

    private static final double[] UNEVEN = {0, 0.123456789, 1};

    private Ecdf() {}

    static ScoreChart of(List<Plotted> runs) {
        ChartFrame.requireComparable(runs);
        double[] all = runs.stream()
                .flatMapToDouble(run -> Arrays.stream(run.scores()))
                .toArray();
        ScoreChart chart = ChartFrame.of(
                ChartFrame.title(runs),
                ChartFrame.logitsOf(runs.get(0).result().model()),
                "share of images with at most this value",
                words(runs));
        if (all.length == 0) {
            return ChartFrame.empty(chart, "no image could be scored");
        }
        Quantiles range = Quantiles.of(all);
        double margin = Math.max(0.03 * (range.at(1) - range.at(0)), 0.25);
        double from = range.at(0) - margin;
        double to = range.at(1) + margin;
        for (int i = 0; i < runs.size(); i++) {
            steps(chart, runs.get(i), i, from, to);
        }
        spreadTicksEvenly(chart, from);
        chart.yTicksApart(0.1);
        ChartFrame.xRange(chart, from, to);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(1.0);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(share -> ChartFrame.fixed("%.1f", share));
        chart.getStyler().setPlotGridVerticalLinesVisible(true);
        return ChartFrame.roomForLegend(chart, 3 * runs.size());
    }

    /**
     * XChart puts its ticks at the data if these are evenly spaced, as ranks are. Unevenly spaced values prevent this.
     */
    private static void spreadTicksEvenly(ScoreChart chart, double from) {
        XYSeries hidden = ChartFrame.points(
                chart, "ticks", new double[] {from, from, from}, UNEVEN, ChartColors.INK, SeriesMarkers.NONE);
        hidden.setShowInLegend(false);
    }

    private static void steps(ScoreChart chart, Plotted run, int place, double from, double to) {
        double[] scores = run.scores();
        String label = (place + 1) + " " + run.shortName() + "\n" + run.counts();
        if (scores.length == 0) {
            ChartFrame.line(
                    chart,
                    label,
                    new double[] {from},
                    new double[] {0},
                    ChartColors.series(place),
                    ChartColors.stroke(place));
            return;
        }
        Arrays.sort(scores);
        int stride = Math.max(1, (scores.length + STEPS - 1) / STEPS);
        int n = (scores.length + stride - 1) / stride;
        double[] x = new double[2 * n + 2];
        double[] y = new double[2 * n + 2];
        x[0] = from;
        for (int i = 0; i < n; i++) {
            int last = Math.min(scores.length - 1, (i + 1) * stride - 1);
            x[2 * i + 1] = scores[last];
            y[2 * i + 1] = y[2 * i];
            x[2 * i + 2] = scores[last];
            y[2 * i + 2] = (last + 1.0) / scores.length;
        }
        x[2 * n + 1] = to;
        y[2 * n + 1] = 1;
        label += ChartFrame.fixed("\nmedian %.4f", Quantiles.of(scores).median());
        ChartFrame.line(chart, label, x, y, ChartColors.series(place), ChartColors.stroke(place));
    }

    private static List<ScoreChart.Bar> words(List<Plotted> runs) {
        List<ScoreChart.Bar> bars = new ArrayList<>();
        for (Plotted run : runs) {
            if (run.scores().length > 0) {
                Quantiles quantiles = Quantiles.of(run.scores());
                for (int tenth = 1; tenth <= 9; tenth += 2) {
                    bars.add(new ScoreChart.Bar(
                            run.shortName() + ": " + tenth * 10 + " % of images have at most",
                            tenth / 10.0,
                            ChartFrame.fixed("%.4f", quantiles.at(tenth / 10.0))));
                }
            }
        }
        return bars;
    }
}
