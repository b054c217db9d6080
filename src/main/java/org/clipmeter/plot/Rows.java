package org.clipmeter.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.Quantiles;
import org.clipmeter.compare.Setting;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.score.ScoreRow;
import org.clipmeter.score.Scored;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Charts with a row for each group, the first on top. Rows leave room for long names. */
final class Rows {
    private static final int ROW = 54;
    private static final int AROUND = 130;
    private static final int MOST = 40;
    private static final double HALF = 0.24;

    /**
     * The scores that a row shows.
     *
     * @param place the position of its run, which determines the color
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Group(String label, int place, double[] scores, int failed) {
        String counts() {
            return "n = " + scores.length + (failed == 0 ? "" : ", " + failed + " failed");
        }
    }

    private Rows() {}

    static ScoreChart boxes(List<Plotted> runs, Grouping by) {
        ChartFrame.requireComparable(runs);
        List<Group> groups = by == Grouping.SOURCE ? bySource(runs) : byRun(runs);
        List<String> texts = new ArrayList<>();
        for (Group group : groups) {
            texts.add(group.scores().length == 0 ? "no score" : fiveNumbers(group.scores()));
        }
        ScoreChart chart = frame(runs, groups, texts);
        List<ScoreChart.RowLabel> labels = new ArrayList<>();
        double from = Double.POSITIVE_INFINITY;
        double to = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < groups.size(); i++) {
            Group group = groups.get(i);
            labels.add(label(group.label() + ", " + group.counts(), groups.size() - i));
            if (group.scores().length > 0) {
                box(chart, group, groups.size() - i);
                Quantiles quantiles = Quantiles.of(group.scores());
                from = Math.min(from, quantiles.at(0));
                to = Math.max(to, quantiles.at(1));
            }
        }
        if (from > to) {
            return ChartFrame.empty(chart, "no image could be scored");
        }
        chart.labelled(labels);
        double margin = Math.max(0.04 * (to - from), 0.25);
        ChartFrame.xRange(chart, from - margin, to + margin);
        chart.setXAxisTitle(chart.getXAxisTitle() + " (◆ mean)");
        return chart;
    }

    static ScoreChart means(List<Plotted> runs, Set<Setting> across) {
        ChartFrame.requireComparable(runs, across);
        List<Group> groups = byRun(runs);
        boolean clustered = false;
        List<@Nullable Mean> means = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        double low = 0;
        double high = 0;
        for (Plotted run : runs) {
            List<double[]> clusters = run.scoresByPrompt();
            clustered |= clusters.size() < run.scores().length;
            Mean mean = clusters.isEmpty() ? null : Mean.ofClusters(clusters);
            means.add(mean);
            texts.add(mean == null ? "no score" : words(mean));
            if (mean != null) {
                Mean.Interval interval = mean.interval();
                low = Math.min(low, interval == null ? mean.value() : interval.low());
                high = Math.max(high, interval == null ? mean.value() : interval.high());
            }
        }
        ScoreChart chart = frame(runs, groups, texts);
        chart.setXAxisTitle("mean " + chart.getXAxisTitle() + ", " + Mean.INTERVAL);
        if (low == high) {
            return ChartFrame.empty(chart, "no image could be scored");
        }
        double room = 0.04 * (high - low);
        List<ScoreChart.RowLabel> labels = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            Mean mean = means.get(i);
            Group group = groups.get(i);
            labels.add(label(group.label() + ", " + group.counts() + ": " + texts.get(i), groups.size() - i));
            if (mean != null) {
                bar(chart, mean, groups.get(i).place(), groups.size() - i);
            }
        }
        chart.labelled(labels);
        String what = clustered ? "Mean $1, clustered by prompt, " : "Mean $1, ";
        chart.setTitle(ChartFrame.title(runs).replaceFirst("^(.+?) per image, ", what));
        ChartFrame.xRange(chart, low == 0 ? 0 : low - room, high + room);
        return chart;
    }

    private static ScoreChart frame(List<Plotted> runs, List<Group> groups, List<String> texts) {
        List<String> labels = groups.stream()
                .map(group -> group.label() + ", " + group.counts())
                .toList();
        double[] centers = groups.stream()
                .mapToDouble(group -> group.scores().length == 0
                        ? 0
                        : Arrays.stream(group.scores()).average().orElseThrow())
                .toArray();
        ScoreChart chart = ChartFrame.of(
                ChartFrame.title(runs),
                ChartFrame.logitsOf(runs.get(0).result().model()),
                "",
                ChartFrame.bars(labels, centers, texts));
        return rows(chart, groups.size());
    }

    /** Makes room for labelled rows instead of a y axis. */
    static ScoreChart rows(ScoreChart chart, int n) {
        chart.sized(ChartFrame.WIDTH, AROUND + ROW * Math.max(3, n));
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setYAxisMin(0.4);
        chart.getStyler().setYAxisMax(n + 0.75);
        chart.getStyler().setYAxisTicksVisible(false);
        chart.getStyler().setPlotGridHorizontalLinesVisible(false);
        chart.getStyler().setPlotGridVerticalLinesVisible(true);
        return chart;
    }

    static ScoreChart.RowLabel label(String text, int row) {
        return new ScoreChart.RowLabel(row + HALF + 0.08, text);
    }

    private static void box(ScoreChart chart, Group group, double y) {
        Quantiles quantiles = Quantiles.of(group.scores());
        double low = quantiles.at(0.25);
        double high = quantiles.at(0.75);
        double reach = 1.5 * (high - low);
        double[] inside = Arrays.stream(group.scores())
                .filter(score -> score >= low - reach && score <= high + reach)
                .sorted()
                .toArray();
        double[] outside = Arrays.stream(group.scores())
                .filter(score -> score < low - reach || score > high + reach)
                .toArray();
        Color color = ChartColors.series(group.place());
        String key = group.label() + " " + y;
        double left = Math.min(low, inside[0]);
        double right = Math.max(high, inside[inside.length - 1]);
        stroke(chart, key + " whisker", new double[] {left, low}, new double[] {y, y}, color, 1.6f);
        stroke(chart, key + " other whisker", new double[] {high, right}, new double[] {y, y}, color, 1.6f);
        ChartFrame.fill(
                chart,
                key + " box",
                new double[] {low, low, high, high},
                new double[] {y - HALF, y + HALF, y + HALF, y - HALF},
                ChartColors.pale(color),
                color);
        double median = quantiles.median();
        double[] tall = {y - HALF, y + HALF};
        stroke(chart, key + " median", new double[] {median, median}, tall, ChartColors.INK, 2.4f);
        double mean = Arrays.stream(group.scores()).average().orElseThrow();
        mark(chart, key + " mean", new double[] {mean}, new double[] {y}, true);
        if (outside.length > 0) {
            double[] heights = new double[outside.length];
            Arrays.fill(heights, y);
            mark(chart, key + " outside", outside, heights, false);
        }
    }

    static void bar(ScoreChart chart, Mean mean, int place, double y) {
        Color color = ChartColors.series(place);
        double value = mean.value();
        ChartFrame.fill(
                chart,
                "bar " + y,
                new double[] {0, 0, value, value},
                new double[] {y - HALF, y + HALF, y + HALF, y - HALF},
                ChartColors.pale(color),
                color);
        Mean.Interval interval = mean.interval();
        if (interval == null) {
            return;
        }
        double low = interval.low();
        double high = interval.high();
        double cap = HALF / 2;
        stroke(chart, "interval " + y, new double[] {low, high}, new double[] {y, y}, ChartColors.INK, 1.8f);
        stroke(chart, "low " + y, new double[] {low, low}, new double[] {y - cap, y + cap}, ChartColors.INK, 1.8f);
        stroke(chart, "high " + y, new double[] {high, high}, new double[] {y - cap, y + cap}, ChartColors.INK, 1.8f);
    }

    private static void stroke(ScoreChart chart, String name, double[] x, double[] y, Color color, float width) {
        ChartFrame.line(chart, name, x, y, color, new BasicStroke(width)).setShowInLegend(false);
    }

    private static void mark(ScoreChart chart, String name, double[] x, double[] y, boolean mean) {
        Color color = mean ? ChartColors.INK : new Color(0x22, 0x22, 0x22, 140);
        XYSeries series =
                ChartFrame.points(chart, name, x, y, color, mean ? SeriesMarkers.DIAMOND : SeriesMarkers.CIRCLE);
        series.setShowInLegend(false);
    }

    private static List<Group> byRun(List<Plotted> runs) {
        List<Group> groups = new ArrayList<>();
        for (Plotted run : runs) {
            int failed = run.result().totalCount() - run.result().evaluatedCount();
            groups.add(new Group(run.shortName(), groups.size(), run.scores(), failed));
        }
        return capped(groups);
    }

    private static List<Group> bySource(List<Plotted> runs) {
        Map<String, List<Group>> sources = new LinkedHashMap<>();
        for (int place = 0; place < runs.size(); place++) {
            Map<String, List<ScoreRow>> rows = new LinkedHashMap<>();
            for (ScoreRow row : runs.get(place).result().rows()) {
                rows.computeIfAbsent(row.pair().prompt().source(), source -> new ArrayList<>())
                        .add(row);
            }
            for (Map.Entry<String, List<ScoreRow>> entry : rows.entrySet()) {
                String source =
                        entry.getKey().isBlank() ? "without a source" : ChartFrame.shortened(entry.getKey(), 30);
                String label = runs.size() == 1
                        ? source
                        : source + " · " + runs.get(place).shortName();
                double[] scores = entry.getValue().stream()
                        .filter(row -> row.outcome() instanceof Scored)
                        .mapToDouble(row -> ((Scored) row.outcome()).logitsPerImage())
                        .toArray();
                Group group = new Group(label, place, scores, entry.getValue().size() - scores.length);
                sources.computeIfAbsent(entry.getKey(), key -> new ArrayList<>())
                        .add(group);
            }
        }
        return capped(sources.values().stream().flatMap(List::stream).toList());
    }

    private static List<Group> capped(List<Group> groups) {
        if (groups.size() > MOST) {
            throw new InvalidRequestException(
                    "plot: expected at most " + MOST + " rows, got " + groups.size() + "; plot fewer runs at once");
        }
        return groups;
    }

    static String words(Mean mean) {
        Mean.Interval interval = mean.interval();
        return interval == null
                ? ChartFrame.fixed("%.3f", mean.value())
                : ChartFrame.fixed("%.3f [%.3f, %.3f]", mean.value(), interval.low(), interval.high());
    }

    private static String fiveNumbers(double[] scores) {
        Quantiles quantiles = Quantiles.of(scores);
        return ChartFrame.fixed(
                "min %.3f, lower quartile %.3f, median %.3f, upper quartile %.3f, max %.3f",
                quantiles.at(0), quantiles.at(0.25), quantiles.median(), quantiles.at(0.75), quantiles.at(1));
    }
}
