package org.clipmeter.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.compare.RankCorrelation;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Charts of how far models agree about the order of a run's images. They show ranks, since scores of different models have
 * no axis in common.
 */
public final class ModelPlots {
    /** The most models of a chart; more would not be read. */
    public static final int MOST = 8;

    /** The most points that one part of a scatter matrix shows. */
    private static final int MOST_POINTS = 2000;

    private static final int CELL = 132;
    private static final int AROUND_X = 60;
    private static final int AROUND_Y = 110;
    private static final double MARGIN = 0.07;
    private static final int NAME = 18;
    private static final String TOO_FEW = "fewer than two images have a score under every model";

    /**
     * Two models and how far they agree.
     *
     * @param first the place of one model
     * @param second the place of the other, after the first
     * @param correlation their rank correlation
     */
    public record Cell(int first, int second, RankCorrelation correlation) {}

    private ModelPlots() {}

    /**
     * A heat map of rank correlations, with their intervals in the fields.
     *
     * @param run for the title
     * @param coefficient what is shown, such as {@code Kendall's τ-b}
     * @param models 2 to {@link #MOST} names
     * @param cells every two models once
     */
    public static ScoreChart heatMap(String run, String coefficient, List<String> models, List<Cell> cells) {
        int n = cells.get(0).correlation().n();
        ScoreChart chart = frame(
                "Agreement of models on " + ChartFrame.shortened(run, 24) + ", " + images(n),
                coefficient + " over the images, with its " + RankCorrelation.INTERVAL,
                models,
                cells);
        if (n < 2) {
            return ChartFrame.empty(chart, TOO_FEW);
        }
        int size = models.size();
        List<ScoreChart.CellLabel> labels = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            field(chart, i, i, ChartColors.GRAY);
            labels.add(label(size, i, i, ChartFrame.shortened(models.get(i), NAME), ChartColors.INK));
        }
        for (Cell cell : cells) {
            Double value = cell.correlation().value();
            Color color = value == null ? ChartColors.GRAY : shade(value);
            Color ink = isDark(color) ? Color.WHITE : ChartColors.INK;
            field(chart, cell.second(), cell.first(), color);
            field(chart, cell.first(), cell.second(), color);
            labels.add(label(size, cell.second(), cell.first(), words(cell.correlation(), "\n"), ink));
            labels.add(label(size, cell.first(), cell.second(), words(cell.correlation(), "\n"), ink));
        }
        chart.cells(labels);
        return chart;
    }

    /**
     * A scatter matrix: below the diagonal a point for each image at its ranks under two models, above it their correlation.
     *
     * @param run for the title
     * @param coefficient the correlation's short name, such as {@code ρ}
     * @param models 2 to {@link #MOST} names
     * @param ranks for each model the images' ranks from 1, the highest score; all of one length
     * @param cells every two models once
     */
    public static ScoreChart scatterMatrix(
            String run, String coefficient, List<String> models, List<double[]> ranks, List<Cell> cells) {
        int n = ranks.get(0).length;
        int step = 1 + (n - 1) / MOST_POINTS;
        String drawn = step == 1 ? "" : ", every " + step + ". image is drawn";
        ScoreChart chart = frame(
                "Ranks of images under models, " + ChartFrame.shortened(run, 20) + ", " + images(n),
                "rank by the column's model, highest at the right" + drawn,
                models,
                cells);
        chart.setYAxisTitle("rank by the row's model, highest on top");
        if (n < 2) {
            return ChartFrame.empty(chart, TOO_FEW);
        }
        int size = models.size();
        List<ScoreChart.CellLabel> labels = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            field(chart, i, i, ChartColors.GRAY);
            labels.add(label(size, i, i, ChartFrame.shortened(models.get(i), NAME), ChartColors.INK));
        }
        for (Cell cell : cells) {
            field(chart, cell.first(), cell.second(), ChartColors.GRID);
            double[] x = places(ranks.get(cell.first()), step, cell.first());
            double[] y = places(ranks.get(cell.second()), step, size - 1 - cell.second());
            XYSeries series = ChartFrame.points(
                    chart,
                    "points " + cell.first() + " " + cell.second(),
                    x,
                    y,
                    ChartColors.BLUE,
                    SeriesMarkers.CIRCLE);
            series.setShowInLegend(false);
            field(chart, cell.second(), cell.first(), ChartColors.CARD);
            String text = coefficient + " " + words(cell.correlation(), "\n");
            labels.add(label(size, cell.second(), cell.first(), text, ChartColors.INK));
        }
        chart.getStyler().setMarkerSize(n > 200 ? 3 : 5);
        chart.cells(labels);
        return chart;
    }

    private static ScoreChart frame(String title, String xTitle, List<String> models, List<Cell> cells) {
        List<String> names = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        double[] values = new double[cells.size()];
        for (int i = 0; i < values.length; i++) {
            Cell cell = cells.get(i);
            Double value = cell.correlation().value();
            values[i] = value == null ? 0 : value;
            names.add(models.get(cell.first()) + " and " + models.get(cell.second()));
            texts.add(words(cell.correlation(), " "));
        }
        ScoreChart chart = ChartFrame.of(title, xTitle, "", ChartFrame.bars(names, values, texts));
        int size = models.size();
        chart.sized(Math.max(ChartFrame.WIDTH - 140, size * CELL + AROUND_X), size * CELL * 3 / 4 + AROUND_Y);
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setXAxisTicksVisible(false);
        chart.getStyler().setYAxisTicksVisible(false);
        chart.getStyler().setPlotGridLinesVisible(false);
        chart.getStyler().setXAxisMin(0.0);
        chart.getStyler().setXAxisMax((double) size);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax((double) size);
        chart.getStyler().setPlotContentSize(1);
        return chart;
    }

    /** The field of a column and a row of the matrix, the first row on top. */
    private static void field(ScoreChart chart, int column, int row, Color color) {
        int size = (int) Math.round(chart.getStyler().getYAxisMax());
        double low = size - 1 - row + 0.02;
        double high = size - row - 0.02;
        double left = column + 0.02;
        double right = column + 0.98;
        ChartFrame.fill(
                chart,
                "field " + column + " " + row,
                new double[] {left, left, right, right},
                new double[] {low, high, high, low},
                color,
                color);
    }

    private static ScoreChart.CellLabel label(int size, int column, int row, String text, Color color) {
        return new ScoreChart.CellLabel(column + 0.5, size - row - 0.5, text, color);
    }

    /** Ranks as places within a field that begins at {@code start}, the first rank last. */
    private static double[] places(double[] ranks, int step, int start) {
        double[] places = new double[1 + (ranks.length - 1) / step];
        for (int i = 0; i < places.length; i++) {
            double share = ranks.length < 2 ? 0.5 : 1 - (ranks[i * step] - 1) / (ranks.length - 1);
            places[i] = start + MARGIN + share * (1 - 2 * MARGIN);
        }
        return places;
    }

    /** White for 0, blue for 1, orange for -1. */
    private static Color shade(double value) {
        Color full = value < 0 ? ChartColors.VERMILION : ChartColors.BLUE;
        double share = Math.min(1, Math.abs(value));
        return new Color(mixed(full.getRed(), share), mixed(full.getGreen(), share), mixed(full.getBlue(), share));
    }

    private static int mixed(int full, double share) {
        return (int) Math.round(255 + share * (full - 255));
    }

    private static boolean isDark(Color color) {
        return 0.299 * color.getRed() + 0.587 * color.getGreen() + 0.114 * color.getBlue() < 140;
    }

    private static String words(RankCorrelation correlation, String between) {
        Double value = correlation.value();
        if (value == null) {
            return "none";
        }
        var interval = correlation.interval();
        String figure = ChartFrame.fixed("%.3f", value);
        return interval == null
                ? figure
                : figure + between + ChartFrame.fixed("[%.3f, %.3f]", interval.low(), interval.high());
    }

    private static String images(int n) {
        return "n = " + n + (n == 1 ? " image" : " images");
    }
}
