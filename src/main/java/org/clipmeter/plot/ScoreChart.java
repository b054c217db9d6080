package org.clipmeter.plot;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** A chart of scores that also describes its figures in words, for places where a picture can't be drawn or seen. */
public final class ScoreChart extends XYChart {
    /**
     * One line of the chart's description in words.
     *
     * @param label what the line is about
     * @param share its length, 0 to 1 of the longest
     * @param value what the length stands for
     */
    public record Bar(String label, double share, String value) {}

    /** A text at the left of the plot, with its lower edge at this y. */
    record RowLabel(double y, String text) {}

    /** Lines of text in the middle of a part of the plot. */
    record CellLabel(double x, double y, String text, Color color) {}

    /** The diameter of the card's round corners, in pixels. */
    private static final int CORNER = 10;

    /** The smallest distance between two ticks of the y axis, in pixels. */
    private static final int Y_TICKS = 44;

    private final List<Bar> bars;
    private List<RowLabel> labels = List.of();
    private List<CellLabel> cells = List.of();
    private double yStep;

    ScoreChart(XYChartBuilder builder, List<Bar> bars) {
        super(builder);
        this.bars = List.copyOf(bars);
    }

    /** The figures of the chart in words. */
    public List<Bar> bars() {
        return bars;
    }

    /** Resizes this chart, in pixels of the page. */
    public ScoreChart sized(int newWidth, int newHeight) {
        setWidth(newWidth);
        setHeight(newHeight);
        return this;
    }

    void labelled(List<RowLabel> rowLabels) {
        labels = List.copyOf(rowLabels);
    }

    void cells(List<CellLabel> cellLabels) {
        cells = List.copyOf(cellLabels);
    }

    /**
     * Keeps the ticks of the y axis at least this far apart, so that their rounded labels differ whatever the chart's
     * height.
     */
    void yTicksApart(double step) {
        yStep = step;
    }

    /**
     * Sets the distance of the ticks. The chart is painted once unseen, because only then is it known how many
     * pixels a step takes.
     */
    private void spaceYTicks(int width, int height) {
        Graphics2D scratch = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            super.paint(scratch, width, height);
        } finally {
            scratch.dispose();
        }
        double pixels = Math.abs(getScreenYFromChart(yStep) - getScreenYFromChart(0));
        getStyler().setYAxisTickMarkSpacingHint((int) Math.max(Y_TICKS, Math.ceil(pixels)));
    }

    /** Draws the card behind the chart, and the labels of rows: XChart's axes have labels at round numbers only and cut long ones off. */
    @Override
    public void paint(Graphics2D graphics, int width, int height) {
        if (yStep > 0) {
            spaceYTicks(width, height);
        }
        graphics.setColor(ChartColors.CARD);
        graphics.fill(new RoundRectangle2D.Double(0, 0, width, height, CORNER, CORNER));
        super.paint(graphics, width, height);
        if (!labels.isEmpty()) {
            graphics.setFont(getStyler().getLegendFont());
            graphics.setColor(ChartColors.INK);
            float left = (float) (getScreenXFromChart(getStyler().getXAxisMin()) + 4);
            for (RowLabel label : labels) {
                graphics.drawString(label.text(), left, (float) getScreenYFromChart(label.y()));
            }
        }
        graphics.setFont(getStyler().getLegendFont());
        cells.forEach(cell -> draw(graphics, cell));
    }

    private void draw(Graphics2D graphics, CellLabel cell) {
        graphics.setColor(cell.color());
        FontMetrics font = graphics.getFontMetrics();
        List<String> lines = cell.text().lines().toList();
        double top = getScreenYFromChart(cell.y()) - font.getHeight() * lines.size() / 2.0 + font.getAscent();
        for (int i = 0; i < lines.size(); i++) {
            double left = getScreenXFromChart(cell.x()) - font.stringWidth(lines.get(i)) / 2.0;
            graphics.drawString(lines.get(i), (float) left, (float) (top + i * font.getHeight()));
        }
    }

    @Override
    public String toString() {
        return String.valueOf(getTitle());
    }
}
