package org.clipmeter.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.clipmeter.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expected areas are computed by hand; one test also looks where a mark in a picture ends up. */
class CropAreaTest {
    private static final double EXACT = 1e-9;
    private static final int SIZE = 224;

    @TempDir
    private Path scratch;

    private static void assertArea(double left, double top, double right, double bottom, CropArea area) {
        assertEquals(left, area.left(), EXACT);
        assertEquals(top, area.top(), EXACT);
        assertEquals(right, area.right(), EXACT);
        assertEquals(bottom, area.bottom(), EXACT);
    }

    private static OpenClipImageProcessor openClip(OpenClipImageProcessor.ResizeMode mode) {
        return OpenClipImageProcessor.of(OpenClipImageProcessor.Settings.openai(SIZE, mode), ImageRules.defaults());
    }

    /** 448 x 896 becomes 224 x 448, of which 112 pixels, 224 of the picture, are cut off at the left and at the right. */
    @Test
    void aWidePictureLosesItsSides() {
        assertArea(224, 0, 672, 448, ClipImageProcessor.openai(SIZE).area(448, 896));
        assertArea(
                224,
                0,
                672,
                448,
                openClip(OpenClipImageProcessor.ResizeMode.SHORTEST).area(448, 896));
    }

    @Test
    void aTallPictureLosesItsTopAndItsBottom() {
        assertArea(0, 224, 448, 672, ClipImageProcessor.openai(SIZE).area(896, 448));
    }

    @Test
    void aSquashedPictureIsSeenCompletely() {
        assertArea(
                0,
                0,
                896,
                448,
                openClip(OpenClipImageProcessor.ResizeMode.SQUASH).area(448, 896));
    }

    /** 448 x 896 becomes 112 x 224, with 56 rows, 224 of the picture, above and below. */
    @Test
    void aPaddedPictureIsSeenCompletelyWithWhatIsFilled() {
        assertArea(
                0,
                -224,
                896,
                672,
                openClip(OpenClipImageProcessor.ResizeMode.LONGEST).area(448, 896));
        assertArea(
                0,
                -224,
                896,
                672,
                HpsImageProcessor.of(SIZE, ImageRules.defaults()).area(448, 896));
    }

    /** A crop of 8 pixels of a picture that keeps its size, 4 x 12: 2 black rows come first, and 2 columns are cut off. */
    @Test
    void aCropLargerThanThePictureReachesBeyondIt() throws Exception {
        Path file = scratch.resolve("preprocessor_config.json");
        Files.writeString(file, """
                {"image_processor_type": "CLIPImageProcessor", "do_resize": false, "do_center_crop": true,
                 "crop_size": {"height": 8, "width": 8}, "do_normalize": false}
                """);
        assertArea(2, -2, 10, 6, ClipImageProcessor.read(file).area(4, 12));
    }

    @Test
    void aMarkInThePictureIsWhereTheAreaPutsIt() {
        int width = 600;
        int height = 400;
        byte[] rgb = new byte[3 * width * height];
        for (int y = 130; y < 150; y++) {
            for (int x = 420; x < 440; x++) {
                rgb[3 * (y * width + x)] = (byte) 255;
            }
        }
        RgbImage picture = new RgbImage(width, height, rgb, false);
        for (ImageProcessor processor : new ImageProcessor[] {
            ClipImageProcessor.openai(SIZE),
            openClip(OpenClipImageProcessor.ResizeMode.LONGEST),
            openClip(OpenClipImageProcessor.ResizeMode.SQUASH),
            HpsImageProcessor.of(SIZE, ImageRules.defaults())
        }) {
            float[] values = processor.pixelValues(picture);
            int brightest = 0;
            for (int i = 0; i < SIZE * SIZE; i++) {
                brightest = values[i] > values[brightest] ? i : brightest;
            }
            CropArea area = processor.area(height, width);
            double x = area.left() + (brightest % SIZE + .5) * area.width() / SIZE;
            double y = area.top() + (Math.floorDiv(brightest, SIZE) + .5) * area.height() / SIZE;
            assertTrue(x > 418 && x < 442 && y > 128 && y < 152, processor.fingerprint() + ": " + x + ", " + y);
        }
    }
}
