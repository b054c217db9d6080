package org.clipmeter.shapes.training;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The losses over the steps of a training, as a picture. */
public final class LossCurve {
    /**
     * The mean losses of the steps before one.
     *
     * @param losses without their weights, in the order of the course's names
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Point(int step, float[] losses) {}

    private LossCurve() {}

    /** Writes the picture as PNG. */
    public static void draw(String title, List<String> names, List<Point> points, Path file) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(500)
                .title(title)
                .xAxisTitle("step")
                .yAxisTitle("mean loss, without its weight")
                .build();
        chart.getStyler()
                .setYAxisLogarithmic(true)
                .setPlotBackgroundColor(Color.WHITE)
                .setChartBackgroundColor(Color.WHITE)
                .setLegendPosition(Styler.LegendPosition.InsideNE);
        for (int loss = 0; loss < names.size(); loss++) {
            List<Integer> steps = new ArrayList<>();
            List<Float> values = new ArrayList<>();
            for (Point point : points) {
                if (point.losses()[loss] > 0) {
                    steps.add(point.step());
                    values.add(point.losses()[loss]);
                }
            }
            if (!steps.isEmpty()) {
                XYSeries series = chart.addSeries(names.get(loss), steps, values);
                series.setMarker(SeriesMarkers.NONE);
            }
        }
        if (!points.isEmpty()) {
            BufferedImage image = new BufferedImage(chart.getWidth(), chart.getHeight(), BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
            graphics.dispose();
            ImageIO.write(image, "png", file.toFile());
        }
    }
}
