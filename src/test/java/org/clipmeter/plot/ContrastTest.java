package org.clipmeter.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.intermediate.commands.Command;
import de.erichseifert.vectorgraphics2d.intermediate.commands.CreateCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DisposeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DrawShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DrawStringCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.FillShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetColorCommand;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.PathIterator;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.clipmeter.score.Failed;
import org.clipmeter.score.Outcome;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contrast of everything that a chart draws with what is behind it, on a light and on a dark page, by WCAG 2.2: 4.5 to
 * 1 for text (1.4.3) and 3 to 1 for the lines and marks of a graphic (1.4.11). Grid lines, and areas that have an outline,
 * need none.
 */
class ContrastTest {
    private static final double TEXT = 4.5;
    private static final double LINE = 3;

    /** The backgrounds of JupyterLab's outputs. */
    private enum Theme {
        LIGHT(Color.WHITE),
        DARK(new Color(0x111111));

        private final Color page;

        Theme(Color page) {
            this.page = page;
        }
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void textAndLinesStandOutFromWhatIsBehindThem(Theme theme) throws Exception {
        for (ScoreChart chart : charts()) {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(ChartImages.png(chart)));
            Color corner = over(new Color(picture.getRGB(0, 0), true), theme.page);
            assertEquals(theme.page, corner, "the page is seen around the card: " + chart.getTitle());
            Color card = over(new Color(picture.getRGB(8, 8), true), theme.page);
            int texts = 0;
            int lines = 0;
            Color color = Color.BLACK;
            Deque<Color> outer = new ArrayDeque<>();
            for (Command<?> command : commands(chart)) {
                if (command instanceof SetColorCommand set) {
                    color = set.getValue();
                } else if (command instanceof CreateCommand) {
                    outer.push(color);
                } else if (command instanceof DisposeCommand && !outer.isEmpty()) {
                    color = outer.pop();
                } else if (isText(command)) {
                    texts++;
                    require(TEXT, color, card, "text of " + chart.getTitle());
                } else if (isLine(command, color)) {
                    lines++;
                    require(LINE, color, card, "line or mark of " + chart.getTitle());
                }
            }
            assertTrue(texts >= 5, texts + " texts in " + chart.getTitle());
            assertTrue(lines >= 5, lines + " lines in " + chart.getTitle());
        }
    }

    private static Iterable<Command<?>> commands(ScoreChart chart) {
        VectorGraphics2D graphics = new VectorGraphics2D();
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        return graphics.getCommands();
    }

    /** XChart fills the outlines of letters, which have curves; marks with curves are ellipses. */
    private static boolean isText(Command<?> command) {
        if (command instanceof DrawStringCommand) {
            return true;
        }
        if (!(command instanceof FillShapeCommand fill) || fill.getValue() instanceof Ellipse2D) {
            return false;
        }
        Shape shape = fill.getValue();
        double[] points = new double[6];
        for (PathIterator path = shape.getPathIterator(null); !path.isDone(); path.next()) {
            if (path.currentSegment(points) == PathIterator.SEG_QUADTO) {
                return true;
            }
        }
        return false;
    }

    /** A line, or a filled mark; not the grid, the card and areas, whose outlines are lines. */
    private static boolean isLine(Command<?> command, Color color) {
        boolean background = color.getAlpha() == 0
                || List.of(ChartColors.CARD, ChartColors.GRID, ChartColors.GRAY).contains(color);
        boolean area = color.equals(ChartColors.LIGHT_BLUE);
        for (int i = 0; i < 7; i++) {
            area |= color.equals(ChartColors.pale(ChartColors.series(i)));
        }
        return !background && (command instanceof DrawShapeCommand || command instanceof FillShapeCommand && !area);
    }

    private static void require(double least, Color color, Color card, String what) {
        double ratio = contrast(over(color, card), card);
        assertTrue(ratio >= least, () -> what + ": " + color + " on " + card + " has a contrast of " + ratio);
    }

    private static Color over(Color top, Color below) {
        double share = top.getAlpha() / 255.0;
        return new Color(
                (int) Math.round(share * top.getRed() + (1 - share) * below.getRed()),
                (int) Math.round(share * top.getGreen() + (1 - share) * below.getGreen()),
                (int) Math.round(share * top.getBlue() + (1 - share) * below.getBlue()));
    }

    private static double contrast(Color one, Color other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /** The relative luminance, as WCAG 2.2 defines it. */
    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    /** Every kind of chart, with as many runs as there are colors where a chart takes several. */
    private static List<ScoreChart> charts() {
        List<Plotted> runs = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            runs.add(new Plotted("run " + i, run(i)));
        }
        return List.of(
                ScorePlots.histogram(List.of(runs.get(0))),
                ScorePlots.histogram(runs),
                ScorePlots.ecdf(runs),
                ScorePlots.box(runs, Grouping.RUN),
                ScorePlots.bars(runs),
                ScorePlots.scatter(runs.get(0), runs.get(1)),
                ScorePlots.delta(runs.get(0), runs.get(1)));
    }

    private static ScoreResult run(int seed) {
        Random random = new Random(seed);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            double score = 26 + 3 * random.nextGaussian() + (i == 5 ? 20 : 0);
            outcomes.add(i % 10 == 3 ? new Failed("missing", "gone") : Runs.scored(i % 4 == 0 ? 25 : score));
        }
        return Runs.of(outcomes);
    }
}
