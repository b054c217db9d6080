package org.clipmeter.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.clipmeter.compare.Mean;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.ReportedMetric;
import org.clipmeter.report.TechniqueReports;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Charts of reports. A chart has only techniques whose CLIP Scores are comparable: the caller passes those of one {@link
 * TechniqueReports#definition}.
 */
public final class ReportPlots {
    private static final int LONGEST = 60;

    private static final List<Marker> MARKERS = List.of(
            SeriesMarkers.CIRCLE,
            SeriesMarkers.SQUARE,
            SeriesMarkers.DIAMOND,
            SeriesMarkers.TRIANGLE_UP,
            SeriesMarkers.TRIANGLE_DOWN);

    /** The most rows of a chart; more would not be read. */
    public static final int MOST = 40;

    private ReportPlots() {}

    /** The marker of the n-th technique, which distinguishes it even without color. */
    static Marker marker(int n) {
        return MARKERS.get(n % MARKERS.size());
    }

    /**
     * CLIP Score by technique, with its interval where a report has the score of each image.
     *
     * @param techniques 1 to {@link #MOST}, each with a finite {@code clip_score}, all of one definition
     */
    public static ScoreChart clipScores(List<TechniqueReports> techniques) {
        List<String> labels = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<Mean> means = new ArrayList<>();
        double low = 0;
        double high = 0;
        for (TechniqueReports technique : techniques) {
            Mean mean = mean(score(technique));
            Mean.Interval interval = mean.interval();
            means.add(mean);
            labels.add(ChartFrame.shortened(technique.title(), LONGEST) + (mean.n() == 0 ? "" : ", n = " + mean.n()));
            texts.add(Rows.words(mean));
            low = Math.min(low, interval == null ? mean.value() : interval.low());
            high = Math.max(high, interval == null ? mean.value() : interval.high());
        }
        ScoreChart chart = ChartFrame.of(
                "CLIP Score as reported, " + techniques(techniques.size()),
                "clip_score of " + definition(techniques.get(0)) + ", with " + Mean.INTERVAL,
                "",
                ChartFrame.bars(labels, means.stream().mapToDouble(Mean::value).toArray(), texts));
        int n = techniques.size();
        List<ScoreChart.RowLabel> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            rows.add(Rows.label(labels.get(i) + ": " + texts.get(i), n - i));
            Rows.bar(chart, means.get(i), i, n - i);
        }
        chart.labelled(rows);
        Rows.rows(chart, n);
        double room = low == high ? 1 : 0.04 * (high - low);
        ChartFrame.xRange(chart, low == 0 ? 0 : low - room, high + room);
        return chart;
    }

    /**
     * What was erased against what was kept: a point for each technique.
     *
     * @param erasure a metric of erasure; for the success rate of an attack, its complement is drawn, so that up is better
     * @param techniques those of one definition that have a finite value of it and of {@code clip_score}; at least one
     */
    public static ScoreChart erasureAgainstFaithfulness(ReferenceMetric erasure, List<TechniqueReports> techniques) {
        List<String> labels = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        double[] y = new double[techniques.size()];
        double[] x = new double[techniques.size()];
        for (int i = 0; i < techniques.size(); i++) {
            x[i] = Objects.requireNonNull(score(techniques.get(i)).value());
            y[i] = erased(erasure, techniques.get(i));
            labels.add(ChartFrame.shortened(techniques.get(i).title(), LONGEST));
            texts.add(ChartFrame.fixed("CLIP Score %.3f, %s %.3f", x[i], name(erasure), y[i]));
        }
        ScoreChart chart = ChartFrame.of(
                "Erasure against faithfulness as reported, " + techniques(techniques.size()),
                "clip_score of " + definition(techniques.get(0)) + " (more is more faithful)",
                name(erasure) + " (more is better erased)",
                ChartFrame.bars(labels, y, texts));
        for (int i = 0; i < techniques.size(); i++) {
            ChartFrame.points(
                    chart,
                    (i + 1) + "  " + labels.get(i),
                    new double[] {x[i]},
                    new double[] {y[i]},
                    ChartColors.series(i),
                    marker(i));
        }
        double from = Arrays.stream(x).min().orElse(0);
        double to = Arrays.stream(x).max().orElse(0);
        double margin = Math.max(0.08 * (to - from), 0.25);
        ChartFrame.xRange(chart, from - margin, to + margin);
        chart.getStyler().setYAxisMin(-0.05);
        chart.getStyler().setYAxisMax(1.05);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(ChartFrame.ticks(0, 1));
        chart.getStyler().setPlotGridVerticalLinesVisible(true);
        chart.getStyler().setMarkerSize(11);
        return ChartFrame.roomForLegend(chart, techniques.size() + 2);
    }

    /** How much of the concept is erased, from 0 to 1; NaN if the technique has no such figure. */
    public static double erased(ReferenceMetric erasure, TechniqueReports technique) {
        ReportedMetric metric = technique.metric(erasure).orElse(null);
        if (metric == null || metric.value() == null || !metric.usable()) {
            return Double.NaN;
        }
        if (erasure == ReferenceMetric.UA_IRA) {
            return metric.parts().getOrDefault("ua_score", Double.NaN);
        }
        return erasure.isAttack() ? 1 - metric.value() : metric.value();
    }

    private static String name(ReferenceMetric erasure) {
        if (erasure == ReferenceMetric.UA_IRA) {
            return "unlearning accuracy (UA)";
        }
        return erasure.isAttack() ? "1 - " + erasure.key() : erasure.key();
    }

    private static String techniques(int n) {
        return "n = " + n + (n == 1 ? " technique" : " techniques");
    }

    private static String definition(TechniqueReports technique) {
        return ChartFrame.shortened(technique.definition(), LONGEST);
    }

    private static ReportedMetric score(TechniqueReports technique) {
        return technique.metric(ReferenceMetric.CLIP_SCORE).orElseThrow();
    }

    /** The mean as reported; with an interval if it is that of the scores beside it. */
    private static Mean mean(ReportedMetric score) {
        double value = Objects.requireNonNull(score.value());
        double[] scores = score.scores().stream()
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .toArray();
        if (scores.length == 0) {
            return new Mean(value, 0, null);
        }
        Mean mean = Mean.of(scores);
        boolean same = Math.abs(mean.value() - value) <= 1e-6;
        return new Mean(value, scores.length, same ? mean.interval() : null);
    }
}
