package org.clipmeter.plot;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.compare.PairedScores;
import org.clipmeter.compare.PromptPair;
import org.clipmeter.compare.Quantiles;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A scatter plot of one run's scores against another's, with a point for each prompt. */
final class Scatter {
    private static final int SIDE = 560;
    private static final int MANY = 1500;

    private Scatter() {}

    static ScoreChart of(Plotted first, Plotted second) {
        PairedScores paired = PairedScores.of(first.result(), second.result());
        List<PromptPair> pairs = paired.pairs();
        String title = second.briefName() + " against " + first.briefName() + ", " + ChartFrame.prompts(pairs.size());
        ScoreChart chart = ChartFrame.of(title, axis(first), axis(second), words(pairs));
        String left = leftOut(paired, first, second);
        chart.sized(SIDE + 60, SIDE + 80 + 18 * (left.split("\n").length - 1));
        if (pairs.isEmpty()) {
            return ChartFrame.empty(chart, "no prompt has a score in both runs" + left);
        }
        double[] x = pairs.stream().mapToDouble(PromptPair::firstScore).toArray();
        double[] y = pairs.stream().mapToDouble(PromptPair::secondScore).toArray();
        double[] both = new double[x.length + y.length];
        System.arraycopy(x, 0, both, 0, x.length);
        System.arraycopy(y, 0, both, x.length, y.length);
        Quantiles range = Quantiles.of(both);
        double margin = Math.max(0.04 * (range.at(1) - range.at(0)), 0.25);
        double from = range.at(0) - margin;
        double to = range.at(1) + margin;
        ChartFrame.line(
                chart,
                "y = x",
                new double[] {from, to},
                new double[] {from, to},
                ChartColors.INK,
                ChartColors.dashed(1.5f, new float[] {6, 4}));
        Color blue = ChartColors.BLUE;
        ChartFrame.points(
                chart,
                "a prompt, joined by its id" + left,
                x,
                y,
                new Color(blue.getRed(), blue.getGreen(), blue.getBlue(), 205),
                SeriesMarkers.CIRCLE);
        chart.getStyler().setMarkerSize(x.length > MANY ? 4 : 7);
        ChartFrame.xRange(chart, from, to);
        chart.getStyler().setYAxisMin(from);
        chart.getStyler().setYAxisMax(to);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(ChartFrame.ticks(from, to));
        chart.getStyler().setPlotGridVerticalLinesVisible(true);
        return chart;
    }

    /**
     * {@code left out: 3 only in uce, 2 without a score}, one line for each reason; empty if every prompt was paired.
     */
    static String leftOut(PairedScores paired, Plotted first, Plotted second) {
        List<String> left = paired.leftovers(first.briefName(), second.briefName());
        return left.isEmpty() ? "" : "\nleft out:\n" + String.join("\n", left);
    }

    private static String axis(Plotted run) {
        return run.briefName() + ": " + run.result().model().logitColumn() + ", "
                + ChartFrame.shortName(run.result().model())
                + (run.result().config().template() == null
                        ? ""
                        : ", template " + run.result().config().template());
    }

    private static List<ScoreChart.Bar> words(List<PromptPair> pairs) {
        double[] counts = new double[3];
        for (PromptPair pair : pairs) {
            counts[1 - (int) Math.signum(pair.delta())]++;
        }
        List<String> texts = Arrays.stream(counts).mapToObj(ChartFrame::whole).toList();
        return ChartFrame.bars(List.of("above y = x", "on y = x", "below y = x"), counts, texts);
    }
}
