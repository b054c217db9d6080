package org.clipmeter.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.clipmeter.compare.SameScoring;
import org.clipmeter.compare.Setting;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.score.ModelInfo;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What all charts have in common: titles with n, axes with units, one look. */
final class ChartFrame {
    private static final String PER_IMAGE = " per image, ";
    static final int WIDTH = 720;
    static final int HEIGHT = 420;

    private static final int LEGEND_LINE = 20;
    private static final int TITLE = 76;

    private ChartFrame() {}

    static ScoreChart of(String title, String xTitle, String yTitle, List<ScoreChart.Bar> bars) {
        XYChartBuilder builder = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(shortened(title, TITLE))
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle);
        ScoreChart chart = new ScoreChart(builder, bars);
        XYStyler styler = chart.getStyler();
        ChartColors.apply(styler);
        styler.setLocale(Locale.ROOT);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Vertical);
        styler.setXAxisTickMarkSpacingHint(80);
        return chart;
    }

    /** The axis title of every chart of scores, as opposed to differences. */
    static String logitsOf(ModelInfo model) {
        String score =
                model.hasClipScores() ? "logits_per_image = exp(logit_scale) · cosine_similarity" : model.metric();
        return score + ", " + shortened(model.name(), 44);
    }

    /** {@code n = 1 prompt}, {@code n = 12 prompts}. */
    static String prompts(int n) {
        return "n = " + n + (n == 1 ? " prompt" : " prompts");
    }

    /** The name of the scores of runs of one model, or of several in a scatter. */
    static String metric(List<Plotted> runs) {
        List<String> metrics = runs.stream()
                .map(run -> run.result().model().metric())
                .distinct()
                .toList();
        return metrics.size() == 1 ? metrics.get(0) : "Score";
    }

    /** {@code CLIP Score per image, 3 runs, n = 300, 298, 300}; the title of a single run names its failures. */
    static String title(List<Plotted> runs) {
        if (runs.size() == 1) {
            Plotted only = runs.get(0);
            String n = only.result().failures().isEmpty()
                    ? "n = " + only.result().evaluatedCount() + " of "
                            + only.result().totalCount()
                    : only.counts();
            return only.result().model().metric() + PER_IMAGE + n;
        }
        return metric(runs) + PER_IMAGE + runs.size() + " runs, n = "
                + runs.stream()
                        .map(run -> String.valueOf(run.result().evaluatedCount()))
                        .collect(Collectors.joining(", "));
    }

    /** Refuses runs that can't share an axis, see {@link #requireComparable(List, Set)}. */
    static void requireComparable(List<Plotted> runs) {
        requireComparable(runs, Set.of());
    }

    /**
     * Refuses runs that can't share an axis.
     *
     * @param across settings in which the runs may differ
     * @throws IllegalArgumentException if there is no run, or the runs were scored in different ways
     */
    static void requireComparable(List<Plotted> runs, Set<Setting> across) {
        if (runs.isEmpty()) {
            throw new InvalidRequestException("plot: expected at least one run, got none");
        }
        Plotted first = runs.get(0);
        for (Plotted run : runs) {
            SameScoring.require(first.name(), first.result(), run.name(), run.result(), across);
        }
    }

    /** Makes room for the legend below the plot, so that long names take no width from it. */
    static ScoreChart roomForLegend(ScoreChart chart, int lines) {
        return chart.sized(chart.getWidth(), HEIGHT + Math.max(0, lines - 2) * LEGEND_LINE);
    }

    static XYSeries line(XYChart chart, String name, double[] x, double[] y, Color color, BasicStroke stroke) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
        series.setLineColor(color);
        series.setLineStyle(stroke);
        series.setMarker(SeriesMarkers.NONE);
        return series;
    }

    static XYSeries points(XYChart chart, String name, double[] x, double[] y, Color color, Marker marker) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        series.setMarker(marker);
        series.setMarkerColor(color);
        return series;
    }

    /** An area, which the legend leaves out unless its series is told otherwise. */
    static XYSeries fill(XYChart chart, String name, double[] x, double[] y, Color color, Color edge) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        series.setFillColor(color);
        series.setLineColor(edge);
        series.setLineStyle(new BasicStroke(1f));
        series.setMarker(SeriesMarkers.NONE);
        series.setShowInLegend(false);
        return series;
    }

    /** Sets the range of the x axis and the number of decimals that its ticks need. */
    static void xRange(ScoreChart chart, double from, double to) {
        chart.getStyler().setXAxisMin(from);
        chart.getStyler().setXAxisMax(to);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(ticks(from, to));
    }

    /** Formats ticks. XChart's ticks are 1, 2 or 5 times a power of ten apart, and at least a tenth of the axis. */
    static Function<Double, String> ticks(double from, double to) {
        int decimals = Math.max(0, (int) -Math.floor(Math.log10((to - from) / 10)));
        String format = "%." + Math.min(9, decimals) + "f";
        return value -> String.format(Locale.ROOT, format, value);
    }

    /** Turns a chart into an empty one that says why it is empty. */
    static ScoreChart empty(ScoreChart chart, String why) {
        XYSeries series = chart.addSeries(why, new double[] {0, 1}, new double[] {0, 0});
        series.setLineColor(ChartColors.GRID);
        series.setMarker(SeriesMarkers.NONE);
        chart.getStyler().setLegendVisible(true);
        chart.getStyler().setXAxisTicksVisible(false);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(1.0);
        return chart;
    }

    /** Makes the y axis count from 0. Its labels are whole numbers, at least 0, 1 and 2. */
    static void countAxis(ScoreChart chart, double top) {
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(Math.max(top, 2.2));
        chart.getStyler().setYAxisTickLabelsFormattingFunction(ChartFrame::whole);
        chart.yTicksApart(1);
    }

    /** Formats a count without decimals. A tick between two whole numbers, as a low chart may have, gets no label. */
    static String whole(double count) {
        return Math.abs(count - Math.rint(count)) < 1e-6 ? fixed("%.0f", count) : "";
    }

    /** Bars whose lengths are proportional to these values. */
    static List<ScoreChart.Bar> bars(List<String> labels, double[] values, List<String> texts) {
        double longest = 0;
        for (double value : values) {
            longest = Math.max(longest, Math.abs(value));
        }
        List<ScoreChart.Bar> bars = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            double share = longest == 0 ? 0 : Math.max(0, values[i] / longest);
            bars.add(new ScoreChart.Bar(labels.get(i), share, texts.get(i)));
        }
        return bars;
    }

    static String fixed(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** A model's name without its owner, for places with little room. */
    static String shortName(ModelInfo model) {
        String name = model.name();
        return shortened(name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1), 26);
    }

    /** A text, shortened if it is longer than {@code most} characters. */
    static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
