package org.clipmeter.pairs.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.ScoreRun;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.PairingException;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.result.export.Export;
import org.clipmeter.score.Outcome;
import org.clipmeter.score.ScoreRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryImagesTest {
    @TempDir
    private Path scratch;

    private static BufferedImage noise(int type, int seed) {
        BufferedImage picture = new BufferedImage(37, 23, type);
        SplittableRandom random = new SplittableRandom(seed);
        for (int y = 0; y < 23; y++) {
            for (int x = 0; x < 37; x++) {
                picture.setRGB(x, y, random.nextInt());
            }
        }
        return picture;
    }

    private static RgbImage decoded(BufferedImage picture) throws IOException {
        Images images = MemoryImages.of(Map.of("id", picture));
        return ImageDecoder.decode(images.files().get(0).path());
    }

    /** The samples that the picture's raster has, of which a file would hold the same. */
    @Test
    void theSamplesOfThePictureAreThoseOfItsRaster() throws IOException {
        for (int type : List.of(
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_BGR,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_4BYTE_ABGR)) {
            BufferedImage picture = noise(type, type);
            RgbImage decoded = decoded(picture);
            byte[] rgb = new byte[37 * 23 * 3];
            for (int i = 0; i < 37 * 23; i++) {
                int argb = picture.getRGB(i % 37, i / 37);
                for (int c = 0; c < 3; c++) {
                    rgb[3 * i + c] = (byte) (argb >> (16 - 8 * c));
                }
            }
            assertArrayEquals(rgb, decoded.rgb(), "type " + type);
            boolean alpha = picture.getColorModel().hasAlpha();
            if (alpha) {
                assertNotNull(decoded.transparency(), "type " + type);
            } else {
                assertNull(decoded.transparency(), "type " + type);
            }
        }
    }

    /** Java's gray is linear light in getRGB; the samples count, as Pillow reads them. */
    @Test
    void grayIsTheSampleAndNotJavasConversionOfIt() throws IOException {
        BufferedImage gray = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 256; i++) {
            gray.getRaster().setSample(i, 0, 0, i);
        }
        byte[] rgb = decoded(gray).rgb();
        for (int i = 0; i < 3 * 256; i++) {
            assertEquals(i / 3, rgb[i] & 0xff);
        }
    }

    @Test
    void everyKindOfPictureDecodesAsTheFileThatImageIoWrites() throws IOException {
        List<BufferedImage> pictures = new ArrayList<>();
        for (int type = BufferedImage.TYPE_INT_RGB; type <= BufferedImage.TYPE_BYTE_INDEXED; type++) {
            pictures.add(noise(type, type));
        }
        pictures.add(noise(BufferedImage.TYPE_INT_ARGB, 99).getSubimage(5, 3, 11, 7));
        for (BufferedImage picture : pictures) {
            Path file = scratch.resolve("picture.png");
            boolean plain = !picture.isAlphaPremultiplied() && ImageIO.write(picture, "png", file.toFile());
            RgbImage decoded = decoded(picture);
            assertEquals(picture.getWidth(), decoded.width());
            assertEquals(picture.getHeight(), decoded.height());
            if (plain) {
                RgbImage expected = ImageDecoder.decode(file);
                assertArrayEquals(expected.rgb(), decoded.rgb(), "type " + picture.getType());
                assertEquals(expected.transparency() == null, decoded.transparency() == null);
                assertEquals(expected.stored(), decoded.stored());
            } else {
                for (int i = 0; i < picture.getWidth() * picture.getHeight(); i++) {
                    int argb = picture.getRGB(i % picture.getWidth(), i / picture.getWidth());
                    assertEquals((byte) (argb >> 16), decoded.rgb()[3 * i], "type " + picture.getType());
                }
            }
        }
    }

    private static BufferedImage circle(Color color) {
        BufferedImage picture = new BufferedImage(60, 60, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(color);
        graphics.fillOval(10, 10, 40, 40);
        graphics.dispose();
        return picture;
    }

    private static List<Outcome> outcomes(ScoreRun run) {
        return run.result().rows().stream().map(ScoreRow::outcome).toList();
    }

    @Test
    void picturesScoreAsTheirFilesDoWithFlagsTwinsCacheAndEmbeddings() throws IOException {
        BufferedImage black = new BufferedImage(30, 30, BufferedImage.TYPE_BYTE_GRAY);
        Map<String, BufferedImage> pictures = new LinkedHashMap<>();
        pictures.put("p/1", circle(Color.RED));
        pictures.put("p 1", circle(Color.BLUE));
        pictures.put("black", black);
        pictures.put("twin", circle(Color.RED));
        pictures.put("stranger", circle(Color.GREEN));
        Map<String, Path> files = new LinkedHashMap<>();
        for (Map.Entry<String, BufferedImage> each : pictures.entrySet()) {
            Path file = scratch.resolve("f" + files.size() + ".png");
            ImageIO.write(each.getValue(), "png", file.toFile());
            files.put(each.getKey(), file);
        }
        List<Prompt> prompts = new ArrayList<>();
        for (String id : List.of("twin", "p 1", "p/1", "black", "lonely")) {
            prompts.add(new Prompt(id, "own", "a circle of " + id, List.of()));
        }
        PromptSet set = new PromptSet("own", prompts, 5);
        Images images = MemoryImages.of(pictures);
        pictures.get("p/1").setRGB(30, 30, 0); // the copy stays as it was
        pictures.clear();
        try (EmbeddingCache cache = EmbeddingCache.in(scratch.resolve("cache"));
                ClipMeter clip = ClipMeter.load(
                        "shapes", LoadOptions.defaults().withDevice("cpu").withCache(cache))) {
            ScoreRun fromMemory = clip.score(images, set);
            ScoreRun fromFiles = clip.score(Images.mapping(files), set);
            assertEquals(4, fromMemory.result().evaluatedCount());
            assertEquals(outcomes(fromFiles), outcomes(fromMemory));
            for (int i = 0; i < 4; i++) {
                ScoreRow row = fromMemory.result().rows().get(i);
                assertEquals(fromFiles.result().rows().get(i).flags(), row.flags());
                assertEquals(
                        fromFiles.result().rows().get(i).pair().prompt(),
                        row.pair().prompt());
            }
            assertTrue(fromMemory.result().rows().get(3).flags().contains(ImageFlag.ALL_BLACK));
            assertTrue(fromMemory.result().rows().get(0).flags().contains(ImageFlag.TRANSPARENT));
            assertEquals(
                    fromFiles.result().pairs().promptsWithoutImage(),
                    fromMemory.result().pairs().promptsWithoutImage());
            assertEquals(1, fromMemory.result().pairs().unpairedImages().size());
            assertEquals(
                    4,
                    clip.score(images, set).result().cached().images(),
                    "another run finds all pictures by their content");
            assertArrayEquals(
                    fromFiles.imageEmbeds().vectors(), fromMemory.imageEmbeds().vectors());
            Path export = scratch.resolve("run.json");
            Export.write(fromMemory, export);
            ScoreRun read = ScoreRun.read(export);
            assertEquals(outcomes(fromMemory), outcomes(read));
            String gone = String.valueOf(
                    assertThrows(IOException.class, read::imageEmbeds).getMessage());
            assertTrue(gone.startsWith("/pictures-in-memory/twin.png can't be embedded"), gone);
            assertTrue(gone.contains("(missing), nor can 3 other images"), gone);
        }
    }

    @Test
    void whatIsNoPictureOrHasNoIdIsRefused() {
        assertEquals("images: the mapping id → picture is empty", refusal(Map.of()));
        Map<String, BufferedImage> pictures = new HashMap<>();
        pictures.put("red", null);
        assertEquals("images: the picture with the id red is null, expected a BufferedImage", refusal(pictures));
        assertEquals(
                "images: the id of a picture is empty, expected the id of its prompt",
                refusal(Map.of(" ", circle(Color.RED))));
        pictures.clear();
        pictures.put(null, circle(Color.RED));
        assertEquals("images: the id of a picture is null, expected the id of its prompt", refusal(pictures));
    }

    private static String refusal(Map<String, BufferedImage> pictures) {
        return String.valueOf(assertThrows(PairingException.class, () -> MemoryImages.of(pictures))
                .getMessage());
    }

    @Test
    void nothingIsWrittenToTheDisk() {
        Path file =
                MemoryImages.of(Map.of("id", circle(Color.RED))).files().get(0).path();
        assertTrue(Files.exists(file));
        assertTrue(!Files.exists(Path.of(file.toString())), file.toString());
    }
}
