package org.clipmeter.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.score.Failed;
import org.clipmeter.score.Outcome;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.knowm.xchart.XYChart;

class ScorePlotsTest {
    private static final Failed MISSING = new Failed("missing", "gone");

    private static ScoreResult run(int n) {
        Random random = new Random(5);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            outcomes.add(i % 30 == 7 ? MISSING : Runs.scored(26 + 3 * random.nextGaussian()));
        }
        return Runs.of(outcomes);
    }

    private static BufferedImage picture(String name, ScoreResult result) throws IOException, NoFontsException {
        byte[] png = ChartImages.png(ScorePlots.histogram(result));
        String folder = System.getProperty("plots");
        if (folder != null) {
            Files.write(Path.of(folder, name + ".png"), png);
        }
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static boolean has(BufferedImage image, int rgb) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if ((image.getRGB(x, y) & 0xffffff) == rgb) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void drawsBarsAndTheMeanOnACardAtTwiceTheSize() throws Exception {
        BufferedImage image = picture("many", run(300));
        assertEquals(1440, image.getWidth());
        assertEquals(840, image.getHeight());
        assertEquals(ChartColors.CARD.getRGB(), image.getRGB(8, 8));
        assertTrue(has(image, ChartColors.LIGHT_BLUE.getRGB() & 0xffffff));
        assertTrue(has(image, ChartColors.VERMILION.getRGB() & 0xffffff));
    }

    @Test
    void saysTheMeanTheNumberAndWhatFailed() {
        ScoreResult result = run(60);
        XYChart chart = ScorePlots.histogram(result);
        assertEquals("CLIP Score per image, n = 58 of 60 (failed: 2 missing)", chart.getTitle());
        assertEquals(
                "logits_per_image = exp(logit_scale) · cosine_similarity, openai/clip-vit-base-patch32",
                chart.getXAxisTitle());
        assertNotNull(chart.getSeries(String.format(Locale.ROOT, "mean %.4f", result.value())));
    }

    @Test
    void drawsOneScoreAndEqualScores() throws Exception {
        for (int n : new int[] {1, 5}) {
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                outcomes.add(Runs.scored(25.3125));
            }
            BufferedImage image = picture("equal" + n, Runs.of(outcomes));
            assertTrue(has(image, ChartColors.LIGHT_BLUE.getRGB() & 0xffffff));
            assertTrue(has(image, ChartColors.VERMILION.getRGB() & 0xffffff));
        }
    }

    @Test
    void drawsNegativeScores() throws Exception {
        BufferedImage image = picture(
                "negative", Runs.of(List.of(Runs.scored(-6.02), Runs.scored(7.3), Runs.scored(-0.9), Runs.scored(1))));
        assertTrue(has(image, ChartColors.LIGHT_BLUE.getRGB() & 0xffffff));
    }

    @Test
    void saysThatNothingCouldBeScored() throws Exception {
        ScoreResult nothing = Runs.of(List.of(MISSING, MISSING));
        XYChart chart = ScorePlots.histogram(nothing);
        assertNotNull(chart.getSeries("no image could be scored"));
        assertTrue(chart.getTitle().endsWith("n = 0 of 2 (failed: 2 missing)"), chart.getTitle());
        BufferedImage image = picture("nothing", nothing);
        assertEquals(false, has(image, ChartColors.VERMILION.getRGB() & 0xffffff));
    }

    @Test
    void labelsAreTheSameUnderAnyLocale() throws Exception {
        Locale before = Locale.getDefault();
        BufferedImage english = picture("root", run(50));
        try {
            for (String tag : List.of("de-DE", "tr-TR", "ar-EG-u-nu-arab")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                BufferedImage other = picture("locale", run(50));
                int different = 0;
                for (int y = 0; y < english.getHeight(); y++) {
                    for (int x = 0; x < english.getWidth(); x++) {
                        different += english.getRGB(x, y) == other.getRGB(x, y) ? 0 : 1;
                    }
                }
                assertEquals(0, different, tag);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aJavaWithoutFontsIsToldApartFromOtherFaults() {
        XYChart chart = ScorePlots.histogram(run(3));
        NoFontsException advice = assertThrows(
                NoFontsException.class,
                () -> ChartImages.png(chart, c -> {
                    throw new InternalError(
                            new java.lang.reflect.InvocationTargetException(new Error("Fontconfig head is null")));
                }));
        assertTrue(advice.getMessage().startsWith("no fonts for plots: install fontconfig"), advice.getMessage());
        assertThrows(
                NoFontsException.class,
                () -> ChartImages.png(chart, c -> {
                    throw new NoClassDefFoundError("Could not initialize class sun.font.SunFontManager");
                }));
        assertThrows(
                IllegalStateException.class,
                () -> ChartImages.png(chart, c -> {
                    throw new IllegalStateException("other");
                }));
    }

    private static Plotted named(String name, ScoreResult result) {
        return new Plotted(name, result);
    }

    private static List<Plotted> odd() {
        return List.of(
                named("many", run(200)),
                named("one", Runs.of(List.of(Runs.scored(25.3)))),
                named("none", Runs.of(List.of(MISSING, MISSING))),
                named("equal, with a name that no legend can bear in full: " + "x".repeat(200), equal(40)));
    }

    private static ScoreResult equal(int n) {
        return Runs.of(Collections.nCopies(n, Runs.scored(25.3)));
    }

    @ParameterizedTest
    @EnumSource(Grouping.class)
    @Timeout(60)
    void everyChartDrawsEveryKindOfRun(Grouping by) throws Exception {
        List<Plotted> odd = odd();
        List<List<Plotted>> sets = new ArrayList<>(odd.stream().map(List::of).toList());
        sets.add(odd);
        for (List<Plotted> runs : sets) {
            List<ScoreChart> charts = List.of(
                    ScorePlots.histogram(runs),
                    ScorePlots.ecdf(runs),
                    ScorePlots.box(runs, by),
                    ScorePlots.bars(runs),
                    ScorePlots.scatter(odd.get(0), runs.get(0)),
                    ScorePlots.delta(odd.get(0), runs.get(0)));
            for (ScoreChart chart : charts) {
                BufferedImage image = ImageIO.read(new ByteArrayInputStream(ChartImages.png(chart)));
                assertEquals(2 * chart.getWidth(), image.getWidth());
                assertEquals(ChartColors.CARD.getRGB(), image.getRGB(8, 8));
                assertTrue(chart.getTitle().contains("n = "), chart.getTitle());
                assertTrue(chart.getTitle().length() < 80, chart.getTitle());
            }
        }
    }

    @Test
    void runsShareTheirBins() {
        ScoreChart chart = ScorePlots.histogram(List.of(named("sd", run(200)), named("shifted", equal(30))));
        double[] first = null;
        for (var series : chart.getSeriesCollection()) {
            if (series.isShowInLegend()) {
                first = first == null ? series.getXData() : first;
                assertArrayEquals(first, series.getXData());
            }
        }
        assertNotNull(first);
    }

    @Test
    void aLegendCountsWhatIsNotDrawn() {
        ScoreChart chart = ScorePlots.ecdf(List.of(named("sd", run(60)), named("uce", run(30))));
        assertEquals("CLIP Score per image, 2 runs, n = 58, 29", chart.getTitle());
        assertTrue(chart.getSeriesCollection().stream()
                .anyMatch(series -> series.getName().startsWith("1 sd\nn = 58 of 60 (failed: 2 missing)")));
    }

    @Test
    void unchangedPromptsAreABarOfTheirOwn() {
        ScoreResult before = Runs.of(List.of(Runs.scored(25), Runs.scored(26), Runs.scored(27), Runs.scored(28)));
        ScoreResult after = Runs.of(List.of(Runs.scored(25), Runs.scored(26), Runs.scored(27.1), Runs.scored(27.8)));
        ScoreChart chart = ScorePlots.delta(named("sd", before), named("uce", after));
        double[] ties = chart.getSeries("ties").getXData();
        assertEquals(0, ties[0] + ties[2], 1e-9, "the bar of the ties is centered on 0");
        assertEquals(2, chart.getSeries("ties").getYData()[1]);
        assertNotNull(chart.getSeries("no change: 2 prompts"));
        assertEquals("2", chart.bars().get(chart.bars().size() - 1).value());
        ScoreChart same = ScorePlots.delta(named("sd", before), named("again", before));
        assertEquals(4, same.getSeries("ties").getYData()[1]);
        assertEquals(0, same.getSeries("bin 0").getYData()[1], "no prompt counts as a gain");
    }

    @Test
    void anEcdfEndsAtOne() {
        ScoreChart chart = ScorePlots.ecdf(List.of(named("many", run(9000))));
        double[] shares = chart.getSeriesCollection().iterator().next().getYData();
        assertEquals(1, shares[shares.length - 1]);
        assertTrue(shares.length < 5000, "thinned: " + shares.length);
    }

    @Test
    void deltaAndScatterJoinByPromptAndSayWhatIsLeftOut() {
        ScoreChart scatter = ScorePlots.scatter(named("sd", run(60)), named("uce", run(30)));
        assertEquals("uce against sd, n = 29 prompts", scatter.getTitle());
        assertNotNull(scatter.getSeries("y = x"));
        assertNotNull(scatter.getSeries("a prompt, joined by its id\nleft out:\n30 only in sd\n1 without a score"));
        ScoreChart delta = ScorePlots.delta(named("sd", run(60)), named("uce", run(60)));
        assertEquals("Δ logits_per_image, uce − sd, n = 58 prompts", delta.getTitle());
        assertTrue(
                delta.getSeriesCollection().stream()
                        .anyMatch(series -> series.getName().startsWith("mean Δ +0.0000")),
                "equal runs differ by nothing");
    }

    @Test
    void modelsShareAnAxisInAScatterOnly() {
        List<Prompt> prompts = List.of(Runs.prompt("a"), Runs.prompt("b"));
        List<Outcome> scores = List.of(Runs.scored(20), Runs.scored(25));
        Plotted small = named("small", Runs.of("openai/clip-vit-base-patch32", prompts, scores));
        Plotted large = named("large", Runs.of("openai/clip-vit-large-patch14", prompts, scores));
        List<Plotted> both = List.of(small, large);
        List<Executable> refused = List.of(
                () -> ScorePlots.histogram(both),
                () -> ScorePlots.ecdf(both),
                () -> ScorePlots.box(both, Grouping.RUN),
                () -> ScorePlots.bars(both),
                () -> ScorePlots.delta(small, large));
        for (Executable chart : refused) {
            String reason = String.valueOf(
                    assertThrows(IllegalArgumentException.class, chart).getMessage());
            assertTrue(reason.startsWith("Scores are comparable only under the same clip_model_name"), reason);
        }
        ScoreChart scatter = ScorePlots.scatter(small, large);
        assertEquals("small: logits_per_image, clip-vit-base-patch32", scatter.getXAxisTitle());
        assertEquals("large: logits_per_image, clip-vit-large-patch14", scatter.getYAxisTitle());
    }

    @Test
    void aChartIsDrawnAsSvgToo() throws Exception {
        String svg = ChartImages.svg(ScorePlots.bars(List.of(named("<b>&\"", run(60)))));
        assertTrue(svg.contains("<svg"), svg.substring(0, 200));
        assertTrue(svg.contains("&lt;b&gt;&amp;"), "names are escaped");
        assertFalse(svg.contains("<script"), svg);
    }
}
