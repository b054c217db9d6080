package org.clipmeter.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.compare.Equivalence;
import org.clipmeter.compare.Mean;
import org.clipmeter.score.ModelInfo;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Mean changes with their intervals, a row for each, the first on top. */
final class Forest {
    private static final int MOST = 40;
    private static final double CAP = 0.1;

    private Forest() {}

    static ScoreChart of(String title, ModelInfo model, List<ForestRow> all) {
        List<ForestRow> rows = all.subList(0, Math.min(MOST, all.size()));
        List<String> labels = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        double[] deltas = new double[rows.size()];
        double low = 0;
        double high = 0;
        for (int i = 0; i < rows.size(); i++) {
            Mean delta = rows.get(i).comparison().delta();
            Mean.Interval interval = delta.interval();
            labels.add(ChartFrame.shortened(rows.get(i).label(), 34) + ", n = " + delta.n());
            texts.add(words(rows.get(i)));
            deltas[i] = Math.abs(delta.value());
            low = Math.min(low, interval == null ? delta.value() : Math.min(delta.value(), interval.low()));
            high = Math.max(high, interval == null ? delta.value() : Math.max(delta.value(), interval.high()));
        }
        Equivalence equivalence = rows.get(0).comparison().equivalence();
        double margin = equivalence == null ? 0 : equivalence.margin();
        low = Math.min(low, -margin);
        high = Math.max(high, margin);
        ScoreChart chart = ChartFrame.of(
                title(title, rows, all.size()), axis(model, equivalence), "", ChartFrame.bars(labels, deltas, texts));
        Rows.rows(chart, rows.size());
        double bottom = 0.4;
        double top = rows.size() + 0.75;
        if (equivalence != null) {
            ChartFrame.fill(
                    chart,
                    "margin",
                    new double[] {-margin, -margin, margin, margin},
                    new double[] {bottom, top, top, bottom},
                    ChartColors.GRAY,
                    ChartColors.GRAY);
        }
        line(chart, "no change", 0, 0, bottom, top, ChartColors.INK, ChartColors.dashed(1.4f, new float[] {5, 4}));
        List<ScoreChart.RowLabel> rowLabels = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            int y = rows.size() - i;
            rowLabels.add(Rows.label(labels.get(i) + ": " + texts.get(i), y));
            row(chart, rows.get(i), i, y);
        }
        chart.labelled(rowLabels);
        double room = low == high ? 0.5 : 0.06 * (high - low);
        ChartFrame.xRange(chart, low - room, high + room);
        return chart;
    }

    private static String title(String what, List<ForestRow> rows, int all) {
        int fewest = rows.stream()
                .mapToInt(row -> row.comparison().delta().n())
                .min()
                .orElse(0);
        int most = rows.stream()
                .mapToInt(row -> row.comparison().delta().n())
                .max()
                .orElse(0);
        return ChartFrame.shortened(what, 40) + ", "
                + (rows.size() < all ? "first " + rows.size() + " of " + all + " rows, " : "")
                + (fewest == most ? ChartFrame.prompts(most) : "n = " + fewest + " to " + most + " prompts");
    }

    private static String axis(ModelInfo model, @Nullable Equivalence equivalence) {
        return "mean Δ " + model.logitColumn() + ", " + Mean.INTERVAL
                + (equivalence == null ? "" : " (thick: 90 %; band: margin ±" + equivalence.marginText() + ")");
    }

    private static void row(ScoreChart chart, ForestRow row, int place, double y) {
        Mean delta = row.comparison().delta();
        Equivalence equivalence = row.comparison().equivalence();
        Color color = ChartColors.series(place);
        Mean.Interval interval = delta.interval();
        if (interval != null) {
            double low = interval.low();
            double high = interval.high();
            BasicStroke thin = new BasicStroke(1.8f);
            line(chart, "interval " + y, low, high, y, y, color, thin);
            line(chart, "low " + y, low, low, y - CAP, y + CAP, color, thin);
            line(chart, "high " + y, high, high, y - CAP, y + CAP, color, thin);
        }
        Mean.Interval decides = equivalence == null ? null : equivalence.interval();
        if (decides != null) {
            line(chart, "90 % " + y, decides.low(), decides.high(), y, y, color, new BasicStroke(5f));
        }
        ChartFrame.points(
                        chart,
                        "mean " + y,
                        new double[] {delta.value()},
                        new double[] {y},
                        ChartColors.INK,
                        SeriesMarkers.DIAMOND)
                .setShowInLegend(false);
    }

    private static void line(
            ScoreChart chart,
            String name,
            double fromX,
            double toX,
            double fromY,
            double toY,
            Color color,
            BasicStroke stroke) {
        ChartFrame.line(chart, name, new double[] {fromX, toX}, new double[] {fromY, toY}, color, stroke)
                .setShowInLegend(false);
    }

    private static String words(ForestRow row) {
        Mean delta = row.comparison().delta();
        Mean.Interval interval = delta.interval();
        Equivalence equivalence = row.comparison().equivalence();
        return (interval == null
                        ? ChartFrame.fixed("%+.3f", delta.value())
                        : ChartFrame.fixed("%+.3f [%+.3f, %+.3f]", delta.value(), interval.low(), interval.high()))
                + (equivalence == null ? "" : ", " + equivalence.text());
    }
}
