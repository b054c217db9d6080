package org.clipmeter.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.clipmeter.score.Outcome;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The labels of the axes as they are drawn: there are enough, they differ, they reach the ends, and they do not
 * overlap.
 */
class AxisLabelsTest {
    private static final int[] HEIGHTS = {300, 420, 700, 1000};

    /** A label with its place along the axis, in pixels. */
    private record Label(String text, double place) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 300, 4081})
    void everyAxisCanBeRead(int n) throws ReflectiveOperationException {
        Plotted sd = new Plotted("sd", run(n, 5, 0));
        Plotted uce = new Plotted("uce", run(n, 6, 1));
        for (int height : HEIGHTS) {
            for (ScoreChart chart : List.of(
                    ScorePlots.histogram(List.of(sd)),
                    ScorePlots.histogram(List.of(sd, uce)),
                    ScorePlots.ecdf(List.of(sd)),
                    ScorePlots.ecdf(List.of(sd, uce)),
                    ScorePlots.box(List.of(sd, uce), Grouping.RUN),
                    ScorePlots.bars(List.of(sd, uce)),
                    ScorePlots.scatter(sd, uce),
                    ScorePlots.delta(sd, uce),
                    ScorePlots.delta(sd, sd))) {
                check(chart.sized(chart.getWidth(), height), height);
            }
        }
    }

    private static void check(ScoreChart chart, int height) throws ReflectiveOperationException {
        String about = chart.getTitle() + ", " + chart.getYAxisTitle() + ", height " + height;
        chart.paint(
                new BufferedImage(chart.getWidth(), height, BufferedImage.TYPE_INT_RGB).createGraphics(),
                chart.getWidth(),
                height);
        checkLabels(labels(chart, "xAxis"), true, chart, about + ", x");
        if (chart.getStyler().isYAxisTicksVisible()) {
            checkLabels(labels(chart, "yAxis"), false, chart, about + ", y");
        }
    }

    private static void checkLabels(List<Label> all, boolean across, ScoreChart chart, String about) {
        List<Label> labels =
                all.stream().filter(label -> !label.text().isEmpty()).toList();
        List<String> texts = labels.stream().map(Label::text).toList();
        assertTrue(labels.size() >= 3, () -> about + ": " + texts);
        assertEquals(texts.size(), new HashSet<>(texts).size(), () -> about + ": " + texts);
        double step = labels.get(1).place() - labels.get(0).place();
        double first = all.get(0).place();
        double last = all.get(all.size() - 1).place();
        assertTrue(labels.get(0).place() - first < step, () -> about + ": no label at the start: " + texts);
        assertTrue(
                last - labels.get(labels.size() - 1).place() < step, () -> about + ": no label at the end: " + texts);
        for (int i = 1; i < labels.size(); i++) {
            double needed = across
                    ? (width(labels.get(i - 1), chart) + width(labels.get(i), chart)) / 2
                    : chart.getStyler().getAxisTickLabelsFont().getSize();
            double apart = labels.get(i).place() - labels.get(i - 1).place();
            assertTrue(apart >= needed, () -> about + ": labels overlap: " + texts);
        }
    }

    private static double width(Label label, ScoreChart chart) {
        Font font = chart.getStyler().getAxisTickLabelsFont();
        return font.getStringBounds(label.text(), new FontRenderContext(null, true, true))
                .getWidth();
    }

    /** Reads the labels by reflection, since XChart has no method for them. */
    @SuppressWarnings("unchecked")
    private static List<Label> labels(ScoreChart chart, String axis) throws ReflectiveOperationException {
        Object calculator = field(field(field(chart, "axisPair"), axis), "axisTickCalculator");
        List<String> texts = (List<String>) field(calculator, "tickLabels");
        List<Double> places = (List<Double>) field(calculator, "tickLocations");
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            labels.add(new Label(texts.get(i), places.get(i)));
        }
        return labels;
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field.get(owner);
                }
            }
        }
        throw new NoSuchFieldException(owner.getClass() + "." + name);
    }

    private static ScoreResult run(int n, long seed, double shift) {
        Random random = new Random(seed);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            outcomes.add(Runs.scored(26 + shift + 3 * random.nextGaussian()));
        }
        return Runs.of(outcomes);
    }
}
