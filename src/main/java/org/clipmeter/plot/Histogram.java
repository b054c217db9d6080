package org.clipmeter.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.PairedScores;
import org.clipmeter.compare.Quantiles;
import org.clipmeter.compare.SameScoring;
import org.clipmeter.compare.Setting;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Histograms of the scores of images, or of the changes of prompts. */
final class Histogram {
    private static final float[] LONG = {8, 5};
    private static final float[] SHORT = {3, 3};

    private Histogram() {}

    static ScoreChart of(List<Plotted> runs) {
        ChartFrame.requireComparable(runs);
        double[] all = runs.stream()
                .flatMapToDouble(run -> Arrays.stream(run.scores()))
                .toArray();
        String x = ChartFrame.logitsOf(runs.get(0).result().model());
        if (all.length == 0) {
            return ChartFrame.empty(
                    ChartFrame.of(ChartFrame.title(runs), x, "images", List.of()), "no image could be scored");
        }
        Bins shared = Bins.of(all);
        return runs.size() == 1 ? one(runs.get(0), shared, x) : several(runs, shared, x);
    }

    private static ScoreChart one(Plotted run, Bins bins, String x) {
        ScoreChart chart = counting(ChartFrame.title(List.of(run)), x, "images", bins);
        bars(chart, bins);
        double top = bins.highest() * 1.12;
        double mean = Mean.of(run.scores()).value();
        double median = Quantiles.of(run.scores()).median();
        vertical(chart, String.format(Locale.ROOT, "mean %.4f", mean), mean, top, ChartColors.VERMILION, LONG);
        vertical(chart, String.format(Locale.ROOT, "median %.4f", median), median, top, ChartColors.INK, SHORT);
        ChartFrame.countAxis(chart, top);
        return ChartFrame.roomForLegend(chart, 2);
    }

    /**
     * Draws outlines, since filled bars would hide each other. Mean and median stand above them, in one line for each
     * run.
     */
    private static ScoreChart several(List<Plotted> runs, Bins shared, String x) {
        List<Bins> counted =
                runs.stream().map(run -> shared.counting(run.scores())).toList();
        int highest = counted.stream().mapToInt(Bins::highest).max().orElse(1);
        ScoreChart chart = counting(ChartFrame.title(runs), x, "images", shared);
        double step = highest * 0.045;
        for (int i = 0; i < runs.size(); i++) {
            Plotted run = runs.get(i);
            Color color = ChartColors.series(i);
            String label = (i + 1) + " " + run.shortName() + "\n" + run.counts();
            if (run.scores().length > 0) {
                double mean = Mean.of(run.scores()).value();
                double median = Quantiles.of(run.scores()).median();
                label += String.format(Locale.ROOT, "\nmean ▼ %.4f, median ◆ %.4f", mean, median);
                double height = highest * 1.02 + step * (runs.size() - i);
                XYSeries means = ChartFrame.points(
                        chart,
                        "mean " + i,
                        new double[] {mean},
                        new double[] {height},
                        color,
                        SeriesMarkers.TRIANGLE_DOWN);
                means.setShowInLegend(false);
                XYSeries medians = ChartFrame.points(
                        chart,
                        "median " + i,
                        new double[] {median},
                        new double[] {height},
                        color,
                        SeriesMarkers.DIAMOND);
                medians.setShowInLegend(false);
            }
            outline(chart, label, counted.get(i), color, ChartColors.stroke(i));
        }
        ChartFrame.countAxis(chart, highest * 1.05 + step * (runs.size() + 1));
        return ChartFrame.roomForLegend(chart, 3 * runs.size());
    }

    static ScoreChart deltas(Plotted baseline, Plotted other, Set<Setting> across) {
        SameScoring.require(baseline.name(), baseline.result(), other.name(), other.result(), across);
        PairedScores paired = PairedScores.of(baseline.result(), other.result());
        String difference = other.briefName() + " − " + baseline.briefName();
        String logits = "Δ " + other.result().model().logitColumn();
        String title = logits + ", " + difference + ", "
                + ChartFrame.prompts(paired.pairs().size());
        String x = logits + " (" + difference + "), "
                + ChartFrame.shortName(other.result().model());
        String left = Scatter.leftOut(paired, baseline, other);
        double[] deltas = paired.deltas();
        if (deltas.length == 0) {
            return ChartFrame.empty(
                    ChartFrame.of(title, x, "prompts", List.of()), "no prompt has a score in both runs" + left);
        }
        double[] changed = Arrays.stream(deltas).filter(delta -> delta != 0).toArray();
        int ties = deltas.length - changed.length;
        Bins bins = changed.length == 0 ? new Bins(-0.25, 0.5, new int[] {0}) : Bins.centered(changed);
        ScoreChart chart = counting(title, x, "prompts", bins, ties);
        bars(chart, bins);
        tieBar(chart, ties, bins.width());
        double top = Math.max(bins.highest(), ties) * 1.12;
        Mean mean = Mean.of(deltas);
        String label = String.format(Locale.ROOT, "mean Δ %+.4f", mean.value());
        if (mean.interval() != null) {
            label += String.format(
                    Locale.ROOT,
                    "\n95 %% BCa interval %+.4f to %+.4f",
                    mean.interval().low(),
                    mean.interval().high());
        }
        vertical(chart, label + left, mean.value(), top, ChartColors.VERMILION, LONG);
        String unchanged = ties == 0 ? "" : ": " + ties + (ties == 1 ? " prompt" : " prompts");
        vertical(chart, "no change" + unchanged, 0, top, ChartColors.INK, SHORT);
        double margin = bins.width() / 2;
        ChartFrame.xRange(
                chart,
                Math.min(-margin, bins.edge(0) - margin),
                Math.max(margin, bins.edge(bins.counts().length) + margin));
        ChartFrame.countAxis(chart, top);
        return ChartFrame.roomForLegend(chart, 3 + (left.isEmpty() ? 0 : left.split("\n").length));
    }

    /** Prompts with equal scores are neither gains nor losses, so a narrow bar of another color shows them. */
    private static void tieBar(ScoreChart chart, int ties, double width) {
        if (ties > 0) {
            double half = 0.2 * width;
            ChartFrame.fill(
                    chart,
                    "ties",
                    new double[] {-half, -half, half, half},
                    new double[] {0, ties, ties, 0},
                    ChartColors.GRAY,
                    ChartColors.INK);
        }
    }

    private static ScoreChart counting(String title, String x, String y, Bins bins) {
        return counting(title, x, y, bins, 0);
    }

    private static ScoreChart counting(String title, String x, String y, Bins bins, int ties) {
        ScoreChart chart = ChartFrame.of(title, x, y, words(bins, ties));
        double margin = bins.width() * (bins.counts().length < 3 ? 2 : 0.5);
        ChartFrame.xRange(chart, bins.edge(0) - margin, bins.edge(bins.counts().length) + margin);
        return chart;
    }

    private static List<ScoreChart.Bar> words(Bins bins, int ties) {
        String format = "%." + bins.decimals() + "f to %." + bins.decimals() + "f";
        List<String> labels = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        double[] counts = new double[bins.counts().length + (ties > 0 ? 1 : 0)];
        for (int bin = 0; bin < bins.counts().length; bin++) {
            counts[bin] = bins.counts()[bin];
            labels.add(String.format(Locale.ROOT, format, bins.edge(bin), bins.edge(bin + 1)));
            texts.add(String.valueOf(bins.counts()[bin]));
        }
        if (ties > 0) {
            counts[counts.length - 1] = ties;
            labels.add("no change");
            texts.add(String.valueOf(ties));
        }
        return ChartFrame.bars(labels, counts, texts);
    }

    /** Draws each bar as a series, since one outline for all bars would lose the edges between them. */
    private static void bars(ScoreChart chart, Bins bins) {
        for (int bin = 0; bin < bins.counts().length; bin++) {
            double count = bins.counts()[bin];
            double left = bins.edge(bin);
            double right = bins.edge(bin + 1);
            ChartFrame.fill(
                    chart,
                    "bin " + bin,
                    new double[] {left, left, right, right},
                    new double[] {0, count, count, 0},
                    ChartColors.LIGHT_BLUE,
                    ChartColors.BLUE);
        }
    }

    private static void outline(ScoreChart chart, String label, Bins bins, Color color, BasicStroke stroke) {
        int n = bins.counts().length;
        double[] x = new double[2 * n + 2];
        double[] y = new double[2 * n + 2];
        for (int bin = 0; bin < n; bin++) {
            x[2 * bin + 1] = bins.edge(bin);
            x[2 * bin + 2] = bins.edge(bin + 1);
            y[2 * bin + 1] = bins.counts()[bin];
            y[2 * bin + 2] = bins.counts()[bin];
        }
        x[0] = bins.edge(0);
        x[2 * n + 1] = bins.edge(n);
        ChartFrame.line(chart, label, x, y, color, stroke);
    }

    private static void vertical(ScoreChart chart, String label, double x, double top, Color color, float[] dashes) {
        ChartFrame.line(
                chart,
                label,
                new double[] {x, x},
                new double[] {0, top},
                color,
                ChartColors.dashed(color.equals(ChartColors.INK) ? 1.8f : 2.5f, dashes));
    }
}
