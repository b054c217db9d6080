package org.clipmeter.result.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.clipmeter.explain.ExplainMethod;
import org.clipmeter.explain.ExplainedImage;
import org.clipmeter.explain.ExplainedText;
import org.clipmeter.explain.PatchMap;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.StoredPixels;
import org.clipmeter.image.Transparency;
import org.clipmeter.image.TransparencyRule;
import org.clipmeter.plot.NoFontsException;
import org.clipmeter.preprocess.CropArea;
import org.junit.jupiter.api.Test;

class ExplanationPictureTest {
    private static final int LEFT = 12 + 224 + 12; // of the map

    /** A white picture of a map of four values, of which the model sees all. */
    private static Explanation of(ExplainMethod method, int width, int height, float... values) {
        Explanation any = Explanations.of(method, 1, List.of("a cat"));
        ExplainedImage image = any.images().get(0);
        ExplainedText text = image.texts().get(0);
        byte[] white = new byte[3 * width * height];
        java.util.Arrays.fill(white, (byte) 255);
        return new Explanation(
                any.name(),
                any.model(),
                any.options(),
                List.of(new ExplainedImage(
                        image.file(),
                        width,
                        height,
                        new RgbImage(width, height, white, false),
                        new CropArea(0, 0, width, height),
                        List.of(new ExplainedText(
                                text.text(), false, 1, 1, new PatchMap(2, values), text.faithfulness())))),
                List.of());
    }

    private static int red(int rgb) {
        return rgb >> 16 & 255;
    }

    private static int blue(int rgb) {
        return rgb & 255;
    }

    @Test
    void aDenserPictureIsTheSameInMorePixels() throws NoFontsException {
        Explanation explanation = of(ExplainMethod.VALUE, 60, 60, 1, 0, 0, -1);
        BufferedImage page = explanation.picture(0);
        BufferedImage dense = explanation.picture(0, 2);
        assertEquals(2 * page.getWidth(), dense.getWidth());
        assertEquals(2 * page.getHeight(), dense.getHeight());
        for (BufferedImage each : List.of(page, dense)) {
            int density = each == page ? 1 : 2;
            int upper = each.getRGB(density * (LEFT + 20), density * 30);
            int lower = each.getRGB(density * (LEFT + 200), density * 210);
            assertTrue(red(upper) > blue(upper) + 100, Integer.toHexString(upper));
            assertTrue(blue(lower) > red(lower) + 100, Integer.toHexString(lower));
        }
        assertThrows(InvalidRequestException.class, () -> explanation.picture(0, 0));
        assertThrows(InvalidRequestException.class, () -> explanation.picture(1, 1));
        assertThrows(InvalidRequestException.class, () -> explanation.picture(-1, 1));
    }

    /** The largest value has the strongest color, but not if it may come from rounding alone. */
    @Test
    void aMapOfNothingButRoundingHasNoColor() throws NoFontsException {
        for (float value : new float[] {0, 2e-7f, -2e-7f}) {
            BufferedImage picture =
                    of(ExplainMethod.VALUE, 60, 60, value, value, value, value).picture(0);
            int pixel = picture.getRGB(LEFT + 100, 100);
            assertEquals(red(pixel), blue(pixel), value + " " + Integer.toHexString(pixel));
        }
        int constant =
                of(ExplainMethod.VALUE, 60, 60, .1f, .1f, .1f, .1f).picture(0).getRGB(LEFT + 100, 100);
        assertTrue(red(constant) > blue(constant) + 100, Integer.toHexString(constant));
    }

    /** A picture of one pixel's width leaves room for what stands below it. */
    @Test
    void aThinPictureCanBeReadAndSeen() throws NoFontsException {
        BufferedImage thin = of(ExplainMethod.VALUE, 1, 1000, 1, 1, 1, 1).picture(0);
        assertTrue(thin.getWidth() > 2 * 100, () -> thin.getWidth() + " pixels");
        BufferedImage flat = of(ExplainMethod.VALUE, 1000, 1, 1, 1, 1, 1).picture(0);
        int pixel = flat.getRGB(LEFT + 100, 12 + 4);
        assertTrue(red(pixel) > blue(pixel) + 100, Integer.toHexString(pixel));
    }

    /** Results stay in a session, so that they must not hold the pixels of photographs. */
    @Test
    void aCopyIsSmallAndHasTheColorsThatTheModelSees() {
        byte[] rgb = new byte[3 * 4000 * 10];
        RgbImage copy = PictureCopy.of(new RgbImage(4000, 10, rgb, false), TransparencyRule.REFERENCE);
        assertEquals(PictureCopy.LARGEST, copy.width());
        assertEquals(3, copy.height());
        Transparency clear = new Transparency(new byte[] {0}, Transparency.NO_COLOR);
        RgbImage red = new RgbImage(1, 1, new byte[] {9, 0, 0}, false, clear, StoredPixels.SAMPLES);
        assertEquals(9, PictureCopy.of(red, TransparencyRule.REFERENCE).rgb()[0]);
        assertEquals(-1, PictureCopy.of(red, TransparencyRule.WHITE).rgb()[0]); // 255
    }

    /** Images of the same prompt have charts that can be told apart. */
    @Test
    void theChartsOfSeveralImagesNameThem() {
        Explanation two = Explanations.of(ExplainMethod.VALUE, 2, List.of("a cat"));
        assertTrue(
                two.charts().get(0).getTitle().contains("cat_0.png: a cat"),
                two.charts().get(0)::getTitle);
        assertTrue(
                two.charts().get(1).getTitle().contains("cat_1.png: a cat"),
                two.charts().get(1)::getTitle);
        Explanation one = Explanations.of(ExplainMethod.VALUE, 1, List.of("a cat"));
        assertTrue(one.charts().get(0).getTitle().startsWith("Deletion and insertion, a cat, n"));
    }

    /** A text that is cut is cut between characters, and a warning is short. */
    @Test
    void longTextsAreShortenedInSummaryAndWarnings() {
        String smiles = String.join("", Collections.nCopies(100, "\ud83d\ude00"));
        Explanation explanation = Explanations.of(ExplainMethod.VALUE, 1, List.of(smiles));
        String warning = explanation.warnings().get(1);
        assertTrue(warning.endsWith("\ud83d\ude00…"), warning);
        assertTrue(warning.length() < 200, warning);
        assertTrue(explanation.summary().text().contains("\ud83d\ude00…"), explanation::toString);
        assertEquals(Path.of("images", "cat_0.png"), explanation.images().get(0).file());
    }
}
