package org.clipmeter.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.Proportion;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Charts of erasure metrics: shares against each other, shares over a threshold, and what is seen in place of what. */
public final class ErasurePlots {
    /** The most concepts of a confusion matrix; more would not be read. */
    public static final int MOST_CONCEPTS = 16;

    private static final int LONGEST = 40;
    private static final int CELL = 14;

    private ErasurePlots() {}

    /**
     * A technique or request: unlearning accuracy against retain accuracy.
     *
     * @param name what it is called in the legend
     */
    public record Point(String name, Proportion ua, Proportion ira) {}

    /**
     * Values of which a curve shows the share above, or up to, each point of the axis.
     *
     * @param name what the values are, in the legend
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Curve(String name, double[] values) {}

    /** A place on the axis that a chart of curves marks, with its name in the legend. */
    public record Mark(String name, double at) {}

    /**
     * IRA against UA: a point for each technique or request, with the 95 % Wilson intervals of both as a cross.
     *
     * @param what what a point is, such as {@code technique}
     * @param points at least one, each with images in both shares
     */
    public static ScoreChart accuracies(String what, List<Point> points) {
        List<String> labels = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        double[] ira = new double[points.size()];
        for (int i = 0; i < ira.length; i++) {
            Point point = points.get(i);
            ira[i] = share(point.ira());
            labels.add(ChartFrame.shortened(point.name(), LONGEST));
            texts.add(ChartFrame.fixed("UA %.3f, IRA %.3f", share(point.ua()), ira[i]));
        }
        ScoreChart chart = ChartFrame.of(
                "UA and IRA, n = " + points.size() + " " + what + (points.size() == 1 ? "" : "s"),
                "UA: targets without the erased concept (more is better erased)",
                "IRA: others that show their concept",
                ChartFrame.bars(labels, ira, texts));
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            Color color = ChartColors.series(i);
            double x = share(point.ua());
            double y = ira[i];
            cross(chart, i, point, x, y, color);
            ChartFrame.points(
                    chart,
                    (i + 1) + "  " + labels.get(i) + ", n = " + point.ua().n() + " + "
                            + point.ira().n(),
                    new double[] {x},
                    new double[] {y},
                    color,
                    ReportPlots.marker(i));
        }
        shareAxes(chart);
        ChartFrame.xRange(chart, -0.05, 1.05);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(ChartFrame.ticks(0, 1));
        chart.getStyler().setPlotGridVerticalLinesVisible(true);
        chart.getStyler().setMarkerSize(11);
        return ChartFrame.roomForLegend(chart, points.size() + 2);
    }

    private static void cross(ScoreChart chart, int i, Point point, double x, double y, Color color) {
        Mean.Interval across = point.ua().interval();
        Mean.Interval up = point.ira().interval();
        if (across != null && up != null) {
            hidden(chart, "ua" + i, new double[] {across.low(), across.high()}, new double[] {y, y}, color);
            hidden(chart, "ira" + i, new double[] {x, x}, new double[] {up.low(), up.high()}, color);
        }
    }

    private static void hidden(ScoreChart chart, String name, double[] x, double[] y, Color color) {
        ChartFrame.line(chart, name, x, y, color, ChartColors.dashed(1.2f, null))
                .setShowInLegend(false);
    }

    private static double share(Proportion proportion) {
        Double share = proportion.share();
        return share == null ? Double.NaN : share;
    }

    private static void shareAxes(ScoreChart chart) {
        chart.getStyler().setYAxisMin(-0.05);
        chart.getStyler().setYAxisMax(1.05);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(ChartFrame.ticks(0, 1));
    }

    /**
     * The share of values above each threshold, or up to each point.
     *
     * @param above whether the curves show the share above, and not the share up to a point
     * @param curves at least one, each with finite values
     * @param marks places that a vertical line marks
     */
    public static ScoreChart shares(
            String title, String xTitle, String yTitle, boolean above, List<Curve> curves, List<Mark> marks) {
        double from = Double.POSITIVE_INFINITY;
        double to = Double.NEGATIVE_INFINITY;
        for (Curve curve : curves) {
            for (double value : curve.values()) {
                from = Math.min(from, value);
                to = Math.max(to, value);
            }
        }
        List<String> labels = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        double[] first = new double[marks.size()];
        for (int i = 0; i < first.length; i++) {
            from = Math.min(from, marks.get(i).at());
            to = Math.max(to, marks.get(i).at());
            first[i] = curves.isEmpty()
                    ? 0
                    : shareAt(curves.get(0).values(), marks.get(i).at(), above);
            labels.add(ChartFrame.shortened(marks.get(i).name(), 60));
            texts.add(ChartFrame.fixed("%.3f", first[i]));
        }
        ScoreChart chart = ChartFrame.of(title, xTitle, yTitle, ChartFrame.bars(labels, first, texts));
        if (from > to) {
            return ChartFrame.empty(chart, "no image could be evaluated");
        }
        double margin = Math.max(0.04 * (to - from), 0.005);
        for (int i = 0; i < curves.size(); i++) {
            steps(chart, curves.get(i), i, from - margin, to + margin, above);
        }
        for (int i = 0; i < marks.size(); i++) {
            ChartFrame.line(
                    chart,
                    labels.get(i),
                    new double[] {marks.get(i).at(), marks.get(i).at()},
                    new double[] {0, 1},
                    ChartColors.series(curves.size() + i),
                    ChartColors.stroke(1 + i));
        }
        shareAxes(chart);
        ChartFrame.xRange(chart, from - margin, to + margin);
        return ChartFrame.roomForLegend(chart, curves.size() + marks.size());
    }

    private static void steps(ScoreChart chart, Curve curve, int place, double from, double to, boolean above) {
        double[] sorted = curve.values().clone();
        Arrays.sort(sorted);
        double[] x = new double[2 * sorted.length + 2];
        double[] y = new double[x.length];
        x[0] = from;
        y[0] = above ? 1 : 0;
        for (int i = 0; i < sorted.length; i++) {
            double passed = (i + 1.0) / sorted.length;
            x[2 * i + 1] = sorted[i];
            y[2 * i + 1] = y[2 * i];
            x[2 * i + 2] = sorted[i];
            y[2 * i + 2] = above ? 1 - passed : passed;
        }
        x[x.length - 1] = to;
        y[x.length - 1] = y[x.length - 2];
        ChartFrame.line(
                chart,
                ChartFrame.shortened(curve.name(), LONGEST) + ", n = " + sorted.length,
                x,
                y,
                ChartColors.series(place),
                ChartColors.stroke(place));
    }

    private static double shareAt(double[] values, double at, boolean above) {
        double share = 0;
        for (double value : values) {
            share += (value > at) == above ? 1 : 0;
        }
        return values.length == 0 ? 0 : share / values.length;
    }

    /**
     * A concept of a collateral curve.
     *
     * @param name the concept
     * @param at its place on the axis
     * @param change the mean change of its prompts' scores
     */
    public record Collateral(String name, double at, Mean change) {}

    /**
     * The change of scores by concept, with a point for each concept, its interval, and a line through them.
     *
     * @param concepts at least one, in order of their places
     */
    public static ScoreChart collateral(String xTitle, String yTitle, List<Collateral> concepts) {
        int n = concepts.stream().mapToInt(concept -> concept.change().n()).sum();
        double[] x = concepts.stream().mapToDouble(Collateral::at).toArray();
        double[] y = concepts.stream()
                .mapToDouble(concept -> concept.change().value())
                .toArray();
        ScoreChart chart = ChartFrame.of(
                "Change of the score by concept, n = " + n + (n == 1 ? " prompt" : " prompts"),
                xTitle,
                yTitle,
                ChartFrame.bars(
                        concepts.stream()
                                .map(concept -> ChartFrame.shortened(concept.name(), LONGEST))
                                .toList(),
                        y,
                        concepts.stream()
                                .map(concept -> Rows.words(concept.change()))
                                .toList()));
        double low = 0;
        double high = 0;
        List<ScoreChart.CellLabel> names = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            Mean.Interval interval = concepts.get(i).change().interval();
            double from = interval == null ? y[i] : interval.low();
            double to = interval == null ? y[i] : interval.high();
            low = Math.min(low, from);
            high = Math.max(high, to);
            hidden(chart, "interval" + i, new double[] {x[i], x[i]}, new double[] {from, to}, ChartColors.BLUE);
        }
        double room = 0.08 * Math.max(high - low, 0.1);
        for (int i = 0; i < x.length; i++) {
            names.add(new ScoreChart.CellLabel(
                    x[i],
                    high + (i % 2 == 0 ? 1 : 2) * room,
                    ChartFrame.shortened(concepts.get(i).name(), CELL),
                    ChartColors.INK));
        }
        chart.cells(names);
        double from = Arrays.stream(x).min().orElse(0);
        double to = Arrays.stream(x).max().orElse(1);
        double margin = Math.max(0.12 * (to - from), 0.05);
        ChartFrame.line(
                chart,
                "no change",
                new double[] {from - margin, to + margin},
                new double[] {0, 0},
                ChartColors.INK,
                ChartColors.dashed(1.2f, new float[] {6, 4}));
        hidden(chart, "curve", x, y, ChartColors.BLUE);
        ChartFrame.points(chart, "mean change, with " + Mean.INTERVAL, x, y, ChartColors.BLUE, SeriesMarkers.CIRCLE);
        ChartFrame.xRange(chart, from - margin, to + margin);
        chart.getStyler().setYAxisMin(low - room);
        chart.getStyler().setYAxisMax(high + 3 * room);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(ChartFrame.ticks(low - room, high + 3 * room));
        chart.getStyler().setMarkerSize(9);
        return chart;
    }

    /**
     * What is seen in the images of each concept: a row for each concept of a prompt, a column for each seen concept.
     *
     * @param rows the concepts of the prompts, 1 to {@link #MOST_CONCEPTS}
     * @param columns the seen concepts
     * @param counts images by row and column
     */
    public static ScoreChart confusion(List<String> rows, List<String> columns, int[][] counts) {
        int n = Arrays.stream(counts).mapToInt(row -> Arrays.stream(row).sum()).sum();
        List<String> labels = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        double[] right = new double[rows.size()];
        for (int i = 0; i < right.length; i++) {
            int all = Arrays.stream(counts[i]).sum();
            right[i] = all == 0 ? 0 : (double) counts[i][i] / all;
            labels.add(ChartFrame.shortened(rows.get(i), LONGEST));
            texts.add(counts[i][i] + " of " + all + " seen as such");
        }
        ScoreChart chart = ChartFrame.of(
                "What is seen in the images of each concept, n = " + n,
                "seen by CLIP",
                "concept of the prompt",
                ChartFrame.bars(labels, right, texts));
        List<ScoreChart.CellLabel> cells = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            int all = Arrays.stream(counts[i]).sum();
            double y = rows.size() - i;
            cells.add(new ScoreChart.CellLabel(0, y, ChartFrame.shortened(rows.get(i), CELL), ChartColors.INK));
            for (int j = 0; j < columns.size(); j++) {
                if (counts[i][j] > 0) {
                    square(chart, i + "," + j, j + 1, y, (double) counts[i][j] / all, i == j);
                    cells.add(new ScoreChart.CellLabel(j + 1, y, String.valueOf(counts[i][j]), ChartColors.INK));
                }
            }
        }
        for (int j = 0; j < columns.size(); j++) {
            cells.add(new ScoreChart.CellLabel(
                    j + 1,
                    rows.size() + 0.85,
                    ChartFrame.shortened(columns.get(j), columns.size() > 8 ? 7 : CELL),
                    ChartColors.INK));
        }
        ChartFrame.points(
                chart,
                "images: blue as asked, red another",
                new double[] {0},
                new double[] {0},
                ChartColors.CARD,
                SeriesMarkers.NONE);
        chart.cells(cells);
        ChartFrame.xRange(chart, -0.8, columns.size() + 0.6);
        chart.getStyler().setYAxisMin(0.4);
        chart.getStyler().setYAxisMax(rows.size() + 1.2);
        chart.getStyler().setXAxisTicksVisible(false);
        chart.getStyler().setYAxisTicksVisible(false);
        chart.getStyler().setPlotGridLinesVisible(false);
        return chart.sized(ChartFrame.WIDTH, Math.max(260, 150 + 40 * rows.size()));
    }

    private static void square(ScoreChart chart, String name, double x, double y, double share, boolean right) {
        double half = 0.16 + 0.3 * Math.sqrt(share);
        double[] xs = {x - half, x + half, x + half, x - half};
        double[] ys = {y - half, y - half, y + half, y + half};
        Color color = ChartColors.pale(right ? ChartColors.BLUE : ChartColors.VERMILION);
        ChartFrame.fill(chart, name, xs, ys, color, right ? ChartColors.BLUE : ChartColors.VERMILION);
    }
}
