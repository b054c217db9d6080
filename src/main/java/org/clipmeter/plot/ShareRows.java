package org.clipmeter.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.Proportion;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Shares with their intervals, a row for each, the first on top. */
public final class ShareRows {
    private static final double CAP = 0.1;
    private static final int LONGEST = 70;

    private ShareRows() {}

    /**
     * A share.
     *
     * @param label what is counted
     */
    public record Row(String label, Proportion share) {}

    /**
     * Draws shares on an axis from 0 to 1.
     *
     * @param rows at least one; a share of nothing has no mark
     */
    public static ScoreChart of(String title, String axis, List<Row> rows) {
        List<String> labels = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        double[] values = new double[rows.size()];
        for (int i = 0; i < values.length; i++) {
            Double share = rows.get(i).share().share();
            values[i] = share == null ? 0 : share;
            labels.add(ChartFrame.shortened(rows.get(i).label(), LONGEST));
            texts.add(rows.get(i).share().text());
        }
        ScoreChart chart =
                ChartFrame.of(title, axis + ", " + Proportion.INTERVAL, "", ChartFrame.bars(labels, values, texts));
        Rows.rows(chart, rows.size());
        List<ScoreChart.RowLabel> rowLabels = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            int y = values.length - i;
            rowLabels.add(Rows.label(labels.get(i) + ": " + texts.get(i), y));
            Mean.Interval interval = rows.get(i).share().interval();
            if (interval != null) {
                Color color = ChartColors.series(i);
                line(chart, "interval " + y, interval.low(), interval.high(), y, y, color);
                line(chart, "low " + y, interval.low(), interval.low(), y - CAP, y + CAP, color);
                line(chart, "high " + y, interval.high(), interval.high(), y - CAP, y + CAP, color);
                ChartFrame.points(
                                chart,
                                "share " + y,
                                new double[] {values[i]},
                                new double[] {y},
                                ChartColors.INK,
                                SeriesMarkers.DIAMOND)
                        .setShowInLegend(false);
            }
        }
        chart.labelled(rowLabels);
        ChartFrame.xRange(chart, -0.05, 1.05);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(ChartFrame.ticks(0, 1));
        return chart;
    }

    private static void line(
            ScoreChart chart, String name, double fromX, double toX, double fromY, double toY, Color color) {
        ChartFrame.line(chart, name, new double[] {fromX, toX}, new double[] {fromY, toY}, color, new BasicStroke(1.8f))
                .setShowInLegend(false);
    }
}
