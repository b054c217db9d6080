package org.clipmeter.plot;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.clipmeter.score.ScoreResult;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Plots of one run. */
public final class ScorePlots {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;

    private ScorePlots() {}

    /**
     * How many images have which logits_per_image, the mean marked with its value; n and failures are in the title. A
     * run without a score gives an empty plot that says so.
     */
    public static XYChart histogram(ScoreResult result) {
        double[] scores = result.logitsPerImage();
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title(result))
                .xAxisTitle("logits_per_image (exp(logit_scale) · cosine)")
                .yAxisTitle("images")
                .build();
        Palette.apply(chart.getStyler());
        chart.getStyler().setLocale(Locale.ROOT);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(ScorePlots::wholeOnly);
        if (scores.length == 0) {
            empty(chart);
        } else {
            bars(chart, Bins.of(scores), scores.length);
            mean(chart, result, Bins.of(scores).highest());
        }
        return chart;
    }

    private static String title(ScoreResult result) {
        String failures =
                result.failures().entrySet().stream().map(ScorePlots::reason).collect(Collectors.joining(", "));
        String counts = "n = " + result.evaluatedCount() + " of " + result.totalCount()
                + (failures.isEmpty() ? "" : ", failed: " + failures);
        return "CLIP Score, " + shortened(result.model().name(), 50) + "\n" + shortened(counts, 90);
    }

    private static String reason(Map.Entry<String, Integer> failure) {
        return failure.getValue() + " " + failure.getKey();
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    /** The outlines of all bars in one line: up, across, down to zero, and on to the next. */
    private static void bars(XYChart chart, Bins bins, int n) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int bin = 0; bin < bins.counts().length; bin++) {
            double count = bins.counts()[bin];
            x.addAll(List.of(bins.edge(bin), bins.edge(bin), bins.edge(bin + 1), bins.edge(bin + 1)));
            y.addAll(List.of(0.0, count, count, 0.0));
        }
        XYSeries series = chart.addSeries(n + (n == 1 ? " image" : " images"), x, y);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        series.setFillColor(Palette.LIGHT_BLUE);
        series.setLineColor(Palette.BLUE);
        series.setLineStyle(new BasicStroke(1f));
        series.setMarker(SeriesMarkers.NONE);
        double margin = bins.width() * (bins.counts().length < 3 ? 2 : 0.5);
        chart.getStyler().setXAxisMin(bins.edge(0) - margin);
        chart.getStyler().setXAxisMax(bins.edge(bins.counts().length) + margin);
        String format = "%." + Math.max(bins.decimals(), 1) + "f";
        chart.getStyler().setXAxisTickLabelsFormattingFunction(value -> String.format(Locale.ROOT, format, value));
    }

    private static void mean(XYChart chart, ScoreResult result, int highest) {
        Double value = result.value();
        if (value == null) {
            return;
        }
        double top = highest * 1.08;
        XYSeries line = chart.addSeries(
                String.format(Locale.ROOT, "mean %.4f", value), new double[] {value, value}, new double[] {0, top});
        line.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
        line.setLineColor(Palette.VERMILION);
        line.setLineStyle(
                new BasicStroke(2.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {8, 5}, 0));
        line.setMarker(SeriesMarkers.NONE);
        chart.getStyler().setYAxisMax(top);
    }

    private static void empty(XYChart chart) {
        XYSeries series = chart.addSeries("no image could be scored", new double[] {0, 1}, new double[] {0, 0});
        series.setLineColor(Palette.GRID);
        series.setMarker(SeriesMarkers.NONE);
        chart.getStyler().setYAxisMax(1.0);
    }

    /** Images are counted: a tick between two whole numbers stays without a label. */
    private static String wholeOnly(double value) {
        return Math.abs(value - Math.rint(value)) < 1e-6 ? String.format(Locale.ROOT, "%.0f", value) : "";
    }
}
