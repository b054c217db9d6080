package org.clipmeter.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import org.clipmeter.score.Failed;
import org.clipmeter.score.Outcome;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.junit.jupiter.api.Test;
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
    void drawsBarsAndTheMeanOnOpaqueWhiteAtTwiceTheSize() throws Exception {
        BufferedImage image = picture("many", run(300));
        assertEquals(1440, image.getWidth());
        assertEquals(840, image.getHeight());
        assertEquals(0xffffffff, image.getRGB(2, 2));
        assertTrue(has(image, Palette.LIGHT_BLUE.getRGB() & 0xffffff));
        assertTrue(has(image, Palette.VERMILION.getRGB() & 0xffffff));
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
            assertTrue(has(image, Palette.LIGHT_BLUE.getRGB() & 0xffffff));
            assertTrue(has(image, Palette.VERMILION.getRGB() & 0xffffff));
        }
    }

    @Test
    void drawsNegativeScores() throws Exception {
        BufferedImage image = picture(
                "negative", Runs.of(List.of(Runs.scored(-6.02), Runs.scored(7.3), Runs.scored(-0.9), Runs.scored(1))));
        assertTrue(has(image, Palette.LIGHT_BLUE.getRGB() & 0xffffff));
    }

    @Test
    void saysThatNothingCouldBeScored() throws Exception {
        ScoreResult nothing = Runs.of(List.of(MISSING, MISSING));
        XYChart chart = ScorePlots.histogram(nothing);
        assertNotNull(chart.getSeries("no image could be scored"));
        assertTrue(chart.getTitle().endsWith("n = 0 of 2 (failed: 2 missing)"), chart.getTitle());
        BufferedImage image = picture("nothing", nothing);
        assertEquals(false, has(image, Palette.VERMILION.getRGB() & 0xffffff));
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
}
