package org.clipmeter.plot;

import java.awt.BasicStroke;
import java.util.Locale;
import java.util.stream.Collectors;
import org.clipmeter.score.ScoreResult;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
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
                .xAxisTitle("logits_per_image = exp(logit_scale) · cosine_similarity, "
                        + shortened(result.model().name(), 50))
                .yAxisTitle("images")
                .build();
        XYStyler styler = chart.getStyler();
        Palette.apply(styler);
        styler.setLocale(Locale.ROOT);
        styler.setLegendPosition(Styler.LegendPosition.InsideNE);
        styler.setYAxisMin(0.0);
        styler.setYAxisTickLabelsFormattingFunction(ScorePlots::wholeOnly);
        if (scores.length == 0) {
            empty(chart);
        } else {
            Bins bins = Bins.of(scores);
            bars(chart, bins);
            mean(chart, result, bins.highest() * 1.12);
        }
        return chart;
    }

    private static String title(ScoreResult result) {
        String failures = result.failures().entrySet().stream()
                .map(failure -> failure.getValue() + " " + failure.getKey())
                .collect(Collectors.joining(", "));
        String counts = "n = " + result.evaluatedCount() + " of " + result.totalCount()
                + (failures.isEmpty() ? "" : " (failed: " + failures + ")");
        return shortened("CLIP Score per image, " + counts, 80);
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    /** A series for each bar: one outline for all would lose the edges between them. */
    private static void bars(XYChart chart, Bins bins) {
        for (int bin = 0; bin < bins.counts().length; bin++) {
            double count = bins.counts()[bin];
            double left = bins.edge(bin);
            double right = bins.edge(bin + 1);
            XYSeries series = chart.addSeries(
                    "bin " + bin, new double[] {left, left, right, right}, new double[] {0, count, count, 0});
            series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
            series.setFillColor(Palette.LIGHT_BLUE);
            series.setLineColor(Palette.BLUE);
            series.setLineStyle(new BasicStroke(1f));
            series.setMarker(SeriesMarkers.NONE);
            series.setShowInLegend(false);
        }
        double margin = bins.width() * (bins.counts().length < 3 ? 2 : 0.5);
        double from = bins.edge(0) - margin;
        double to = bins.edge(bins.counts().length) + margin;
        chart.getStyler().setXAxisMin(from);
        chart.getStyler().setXAxisMax(to);
        // XChart's ticks are 1, 2 or 5 times a power of ten, at least a tenth of the axis apart.
        int decimals = Math.max(0, (int) -Math.floor(Math.log10((to - from) / 10)));
        String format = "%." + Math.min(9, decimals) + "f";
        chart.getStyler().setXAxisTickMarkSpacingHint(WIDTH / 9);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(value -> String.format(Locale.ROOT, format, value));
    }

    private static void mean(XYChart chart, ScoreResult result, double top) {
        Double value = result.value();
        if (value == null) {
            return;
        }
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
        chart.getStyler().setXAxisTicksVisible(false);
        chart.getStyler().setYAxisMax(1.0);
    }

    /** Images are counted: a tick between two whole numbers stays without a label. */
    private static String wholeOnly(double value) {
        return Math.abs(value - Math.rint(value)) < 1e-6 ? String.format(Locale.ROOT, "%.0f", value) : "";
    }
}
