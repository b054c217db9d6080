package org.clipmeter.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.clipmeter.explain.Curve;
import org.clipmeter.explain.ExplainedText;
import org.clipmeter.explain.Faithfulness;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYSeries;

/** Charts of how faithful maps are. */
public final class ExplainPlots {
    private static final int LONGEST = 30;

    private ExplainPlots() {}

    /**
     * The lead over neutral texts while patches are deleted and inserted in a map's order, beside the range of the random
     * orders.
     *
     * @param metric the name of the logits
     * @param image the name of the image; null if there is only one
     */
    public static ScoreChart curves(ExplainedText explained, String metric, @Nullable String image) {
        Faithfulness test = explained.faithfulness();
        int n = test.random().size();
        List<String> labels = new ArrayList<>(List.of("deletion, area", "insertion, area", "random orders, mean area"));
        List<Double> areas =
                new ArrayList<>(List.of(test.deletion().area(), test.insertion().area(), test.randomArea()));
        Faithfulness.Yardstick yardstick = test.yardstick();
        if (yardstick != null) {
            labels.addAll(List.of("deletion by occlusion, area", "insertion by occlusion, area"));
            areas.addAll(
                    List.of(yardstick.deletion().area(), yardstick.insertion().area()));
        }
        List<String> texts = areas.stream()
                .map(area -> ChartFrame.fixed("%." + test.decimals() + "f", area))
                .toList();
        ScoreChart chart = ChartFrame.of(
                "Deletion and insertion, "
                        + (image == null
                                ? ChartFrame.shortened(explained.text(), LONGEST)
                                : end(image) + ": " + ChartFrame.shortened(explained.text(), LONGEST / 2))
                        + ", n = " + n + " random orders",
                "share of the patches that are deleted or inserted",
                metric + " above the mean of neutral texts",
                ChartFrame.bars(labels, areas.stream().mapToDouble(area -> area).toArray(), texts));
        band(chart, test.random(), n);
        line(chart, "deletion in the map's order, area " + texts.get(0), test.deletion(), ChartColors.VERMILION, 0);
        line(chart, "insertion in the map's order, area " + texts.get(1), test.insertion(), ChartColors.BLUE, 0);
        if (yardstick != null) {
            line(chart, "deletion by occlusion, area " + texts.get(3), yardstick.deletion(), ChartColors.VERMILION, 2);
            line(chart, "insertion by occlusion, area " + texts.get(4), yardstick.insertion(), ChartColors.BLUE, 2);
        }
        ChartFrame.xRange(chart, 0, 1);
        return ChartFrame.roomForLegend(chart, yardstick == null ? 3 : 5);
    }

    /** The end of a file name, which tells the images of a run apart. */
    private static String end(String image) {
        return image.length() <= LONGEST / 2 ? image : "…" + image.substring(image.length() - LONGEST / 2 + 1);
    }

    /** The range of the leads that random orders of deletion pass through. */
    private static void band(ScoreChart chart, List<Curve> random, int n) {
        List<Double> shares = random.get(0).shares();
        int points = shares.size();
        double[] x = new double[2 * points];
        double[] y = new double[2 * points];
        for (int i = 0; i < points; i++) {
            int at = i;
            List<Double> leads =
                    random.stream().map(curve -> curve.leads().get(at)).toList();
            x[i] = shares.get(i);
            y[i] = Collections.max(leads);
            x[2 * points - 1 - i] = shares.get(i);
            y[2 * points - 1 - i] = Collections.min(leads);
        }
        ChartFrame.fill(chart, "range of " + n + " random orders of deletion", x, y, ChartColors.GRAY, ChartColors.GRAY)
                .setShowInLegend(true);
    }

    private static void line(ScoreChart chart, String name, Curve curve, Color color, int dashes) {
        XYSeries series = ChartFrame.line(
                chart, name, array(curve.shares()), array(curve.leads()), color, ChartColors.stroke(dashes));
        series.setShowInLegend(true);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(value -> value).toArray();
    }
}
