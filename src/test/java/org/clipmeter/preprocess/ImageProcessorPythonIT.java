package org.clipmeter.preprocess;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.ReferencePython;
import org.clipmeter.files.Hash;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.TransparencyRule;
import org.clipmeter.image.decode.ImageDecoder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares image processors and transparent pictures, which {@code image_processors.py} makes from a seed, with
 * transformers.
 */
class ImageProcessorPythonIT {
    private static final String SCRIPT = "image_processors.py";
    private static final int SEED = Integer.getInteger("image.seed", 20261126);
    private static final int CASES = Integer.getInteger("image.cases", 300);

    @TempDir
    static Path folder;

    @BeforeAll
    static void drawCases() throws IOException, InterruptedException {
        ReferencePython.run(
                ImageProcessorPythonIT.class,
                SCRIPT,
                folder,
                folder.toString(),
                Integer.toString(SEED),
                Integer.toString(CASES));
    }

    @Test
    void givesThePixelValuesOfBothBackendsOrRefusesAsTheyDo() throws IOException {
        List<Executable> checks = new ArrayList<>();
        int[] equal = new int[1];
        for (JsonNode record : read("processors.json")) {
            for (Preprocessing preprocessing : Preprocessing.values()) {
                checks.add(() -> assertProcessed(record, preprocessing, equal));
            }
        }
        assertAll(checks);
        System.out.printf(
                "image processors: %d of %d cases give pixel values, all equal; the others are refused%n",
                equal[0], checks.size());
        assertTrue(equal[0] > checks.size() / 2, "too few cases give pixel values: " + equal[0]);
    }

    private static void assertProcessed(JsonNode record, Preprocessing preprocessing, int[] equal) throws IOException {
        Path model = folder.resolve(record.get("folder").asText());
        JsonNode expected = record.get(preprocessing.toString().toLowerCase(Locale.ROOT));
        String what = preprocessing + ", " + record.get("config") + " on " + record.get("height") + " x "
                + record.get("width") + ": " + expected;
        byte[] rgb = Files.readAllBytes(model.resolve("picture.rgb"));
        RgbImage image = new RgbImage(
                record.get("width").intValue(), record.get("height").intValue(), rgb, false);
        ClipImageProcessor processor;
        try {
            processor = ClipImageProcessor.open(model, new ImageRules(preprocessing, TransparencyRule.REFERENCE));
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            boolean ours = message.contains("which leaves pictures of differing sizes")
                    || message.contains("torchvision does not have it");
            assertTrue(expected.has("failure") || ours, () -> what + ", but refused: " + message);
            return;
        }
        if (expected.has("failure")) {
            assertThrows(IllegalArgumentException.class, () -> processor.pixelValues(image), what);
            return;
        }
        float[] values = processor.pixelValues(image);
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        assertEquals(expected.get("shape").get(1).intValue(), processor.height(), what);
        assertEquals(expected.get("shape").get(2).intValue(), processor.width(), what);
        assertEquals(expected.get("sha256").asText(), Hash.sha256(bytes.array()), what);
        equal[0]++;
    }

    @Test
    void laysTransparentPixelsOverWhiteAsTransformersDoes() throws IOException {
        List<Executable> checks = new ArrayList<>();
        for (JsonNode record : read("transparency.json")) {
            Path file = folder.resolve(record.get("file").asText());
            checks.add(() -> {
                if (record.has("failure")) {
                    assertThrows(ImageException.class, () -> ImageDecoder.decode(file), record.toString());
                    return;
                }
                RgbImage image = ImageDecoder.decode(file);
                for (TransparencyRule rule : TransparencyRule.values()) {
                    assertEquals(
                            record.get(rule.toString()).asText(), Hash.sha256(image.rgb(rule)), file + ", " + rule);
                }
            });
        }
        assertAll(checks);
        System.out.printf("transparent pictures: %d files equal under all rules%n", checks.size());
        assertTrue(checks.size() > 100, "too few files: " + checks.size());
    }

    private static JsonNode read(String name) throws IOException {
        return new JsonMapper().readTree(Files.readAllBytes(folder.resolve(name)));
    }
}
