package org.clipmeter.preprocess;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.clipmeter.files.Hash;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.TransparencyRule;
import org.clipmeter.image.decode.ImageDecoder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Tests everything under {@code images/} of the reference fixtures, or of another folder with the same layout. */
@Tag("golden")
class GoldenImagesTest {
    /** Another decoder of a lossy format may differ by up to this many levels. */
    private static final int LOSSY_LEVELS = 2;

    private static final Path GOLDEN = Path.of(System.getProperty("golden", "../shared/golden"));
    private static final Path IMAGES = GOLDEN.resolve("images");
    private static final Path EXPECTED = IMAGES.resolve("expected");

    @BeforeAll
    static void hasFixtures() {
        Assumptions.assumeTrue(Files.isDirectory(EXPECTED), "no reference fixtures in " + GOLDEN);
    }

    @Test
    void decodesEveryPictureToTheReferencesRgb() throws IOException {
        List<Executable> checks = new ArrayList<>();
        int[] counts = new int[4];
        for (JsonNode record : read("images.json")) {
            checks.add(() -> assertDecodes(record, counts));
        }
        assertAll(checks);
        System.out.printf(
                "golden images: %d pictures, %d lossless byte-equal, %d of %d lossy byte-equal, worst difference %d%n",
                checks.size(), counts[0], counts[1], checks.size() - counts[0], counts[3]);
        assertTrue(counts[0] > 0, "no lossless picture in " + IMAGES);
    }

    private static void assertDecodes(JsonNode record, int[] counts) throws IOException {
        String file = record.get("file").asText();
        RgbImage image = ImageDecoder.decode(IMAGES.resolve(file));
        assertEquals(record.get("width").intValue(), image.width(), file);
        assertEquals(record.get("height").intValue(), image.height(), file);
        boolean equal = Hash.sha256(image.rgb(TransparencyRule.REFERENCE))
                .equals(record.get("rgb_sha256").asText());
        if (!record.get("lossy_codec").booleanValue()) {
            assertTrue(equal, file + ": a lossless picture differs from the reference's RGB");
            counts[0]++;
            return;
        }
        if (equal) {
            counts[1]++;
            return;
        }
        assertTrue(record.hasNonNull("decoded"), file + ": differs, and there is no reference picture to compare");
        byte[] reference = ImageDecoder.decode(
                        IMAGES.resolve(record.get("decoded").asText()))
                .rgb();
        int worst = 0;
        for (int i = 0; i < reference.length; i++) {
            worst = Math.max(worst, Math.abs((reference[i] & 0xff) - (image.rgb()[i] & 0xff)));
        }
        counts[3] = Math.max(counts[3], worst);
        assertTrue(worst <= LOSSY_LEVELS, file + ": differs by up to " + worst + " levels");
    }

    @Test
    void cropsAndNormalisesEveryPictureToTheBit() throws IOException {
        List<Executable> checks = new ArrayList<>();
        int[] crops = new int[2];
        for (JsonNode record : read("images.json")) {
            checks.add(() -> {
                RgbImage image = ImageDecoder.decode(IMAGES.resolve(
                        record.hasNonNull("decoded")
                                ? record.get("decoded").asText()
                                : record.get("file").asText()));
                for (int size : new int[] {224, 336}) {
                    JsonNode expected = record.get("" + size);
                    if (expected != null && !expected.isNull()) {
                        assertCrop(record.get("file").asText(), image, size, expected);
                        crops[size == 224 ? 0 : 1]++;
                    }
                }
            });
        }
        assertAll(checks);
        System.out.printf(
                "golden crops: %d at 224, %d at 336, all bytes and all pixelValues equal%n", crops[0], crops[1]);
        assertTrue(crops[0] > 0 && crops[1] > 0, "no crops in " + EXPECTED);
    }

    private static void assertCrop(String file, RgbImage image, int size, JsonNode expected) throws IOException {
        String what = file + " at " + size;
        ClipImageProcessor processor = ClipImageProcessor.openai(size);
        assertEquals(
                expected.get("resized_w").longValue(), processor.resized(image).width(), what);
        assertEquals(
                expected.get("resized_h").longValue(), processor.resized(image).height(), what);
        byte[] crop = processor.crop(image);
        if (expected.hasNonNull("crop")) {
            byte[] reference = gunzip(IMAGES.resolve(expected.get("crop").asText()));
            for (int i = 0; i < reference.length; i++) {
                int pixel = i / 3;
                assertEquals(
                        reference[i] & 0xff,
                        crop[i] & 0xff,
                        what + ", channel " + i % 3 + ", y " + pixel / size + ", x " + pixel % size);
            }
        }
        assertEquals(expected.get("crop_sha256").asText(), Hash.sha256(crop), what);
        float[] values = processor.pixelValues(image);
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        for (JsonNode sample : expected.get("samples")) {
            int c = sample.get("c").intValue();
            int pixel = sample.get("y").intValue() * size + sample.get("x").intValue();
            assertEquals(sample.get("u8").intValue(), crop[pixel * 3 + c] & 0xff, what + ", sample " + sample);
            assertEquals((float) sample.get("value").doubleValue(), values[c * size * size + pixel], what);
        }
        assertEquals(expected.get("pixel_values_sha256").asText(), Hash.sha256(bytes.array()), what);
        if (expected.has("torchvision")) {
            assertTorchvision(what, image, size, expected.get("torchvision"));
        }
    }

    private static void assertTorchvision(String what, RgbImage image, int size, JsonNode expected) {
        ClipImageProcessor processor =
                ClipImageProcessor.openai(size, new ImageRules(Preprocessing.TORCHVISION, TransparencyRule.REFERENCE));
        assertEquals(expected.get("crop_sha256").asText(), Hash.sha256(processor.crop(image)), what + ", torchvision");
        float[] values = processor.pixelValues(image);
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        assertEquals(expected.get("pixel_values_sha256").asText(), Hash.sha256(bytes.array()), what + ", torchvision");
    }

    @Test
    void laysTransparentPixelsOverWhiteAsEachRuleAsks() throws IOException {
        List<Executable> checks = new ArrayList<>();
        for (JsonNode record : read("images.json")) {
            String file = record.get("file").asText();
            checks.add(() -> {
                RgbImage image = ImageDecoder.decode(IMAGES.resolve(file));
                JsonNode expected = record.path("transparency");
                if (expected.isMissingNode()) {
                    assertArrayEquals(image.rgb(), image.rgb(TransparencyRule.WHITE), file);
                    assertArrayEquals(image.rgb(), image.rgb(TransparencyRule.REFERENCE), file);
                } else {
                    String drop = expected.get("drop_rgb_sha256").asText();
                    String white = expected.get("white_rgb_sha256").asText();
                    boolean asWhite = expected.get("reference").asText().equals("white");
                    assertEquals(drop, Hash.sha256(image.rgb(TransparencyRule.DROP)), file);
                    assertEquals(white, Hash.sha256(image.rgb(TransparencyRule.WHITE)), file);
                    assertEquals(asWhite ? white : drop, Hash.sha256(image.rgb(TransparencyRule.REFERENCE)), file);
                }
            });
        }
        assertAll(checks);
    }

    @Test
    void normalisesEveryByteToTheReferencesFloatBits() throws IOException {
        JsonNode bits = read("normalise_lut.json").get("float_bits_hex");
        ClipImageProcessor processor = ClipImageProcessor.openai(16);
        byte[] rgb = new byte[256 * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3);
        }
        float[] values = processor.pixelValues(new RgbImage(16, 16, rgb, false));
        for (int c = 0; c < 3; c++) {
            for (int level = 0; level < 256; level++) {
                int expected =
                        Integer.parseUnsignedInt(bits.get(c).get(level).asText().replaceFirst("^0x", ""), 16);
                assertEquals(expected, Float.floatToRawIntBits(values[c * 256 + level]), c + ", " + level);
            }
        }
    }

    @Test
    void followsOtherConfigurations(@TempDir Path scratch) throws IOException {
        List<Executable> checks = new ArrayList<>();
        for (JsonNode record : read("other_configs.json")) {
            checks.add(() -> {
                Path config = Files.writeString(
                        scratch.resolve("preprocessor_config.json"),
                        record.get("config").toString());
                ClipImageProcessor processor = ClipImageProcessor.read(config);
                RgbImage image =
                        ImageDecoder.decode(IMAGES.resolve(record.get("file").asText()));
                String what = record.get("file").asText() + " with " + record.get("config");
                assertEquals(record.get("out_h").intValue(), processor.height(), what);
                assertEquals(record.get("out_w").intValue(), processor.width(), what);
                assertEquals(
                        record.get("resized_w").longValue(),
                        processor.resized(image).width(),
                        what);
                assertEquals(
                        record.get("resized_h").longValue(),
                        processor.resized(image).height(),
                        what);
                assertEquals(record.get("crop_sha256").asText(), Hash.sha256(processor.crop(image)), what);
            });
        }
        assertAll(checks);
        System.out.printf("golden configurations: %d crops equal%n", checks.size());
        assertTrue(!checks.isEmpty(), "no configurations in " + EXPECTED);
    }

    @Test
    void judgesBadFilesAsTheReferenceDoes() throws IOException {
        List<Executable> checks = new ArrayList<>();
        for (JsonNode record : read("../broken/broken.json").get("cases")) {
            if (!record.get("file").asText().endsWith("unreadable.png")) {
                checks.add(() -> assertJudged(record));
            }
        }
        assertAll(checks);
        System.out.printf("golden bad files: %d judged as the reference does%n", checks.size());
        assertTrue(!checks.isEmpty(), "no bad files in " + IMAGES);
    }

    private static void assertJudged(JsonNode record) throws IOException {
        String name = record.get("file").asText();
        Path file = IMAGES.resolve(name);
        if (record.get("pillow").asText().equals("loads")) {
            RgbImage image = ImageDecoder.decode(file);
            if (record.hasNonNull("rgb_sha256") && !name.endsWith(".jpg") && !name.endsWith(".webp")) {
                assertEquals(record.get("rgb_sha256").asText(), Hash.sha256(image.rgb()), name);
            }
            return;
        }
        ImageException e = assertThrows(ImageException.class, () -> ImageDecoder.decode(file), name);
        String message = String.valueOf(e.getMessage());
        assertTrue(message.length() <= 500 && message.lines().count() == 1, name + ": " + message);
        if (record.get("reference_metric").asText().startsWith("aborts")) {
            assertEquals(Reason.TOO_LARGE, e.reason(), name);
        } else {
            assertNotEquals(Reason.TOO_LARGE, e.reason(), name + ": " + message);
        }
        Reason expected = reasonOf(name, record.path("message").asText());
        if (expected != null) {
            assertEquals(expected, e.reason(), name + ": " + message);
        }
    }

    private static @Nullable Reason reasonOf(String name, String pillow) throws IOException {
        Path file = IMAGES.resolve(name);
        if (!Files.exists(file)) {
            return Reason.MISSING;
        }
        if (Files.isDirectory(file)) {
            return Reason.DIRECTORY;
        }
        if (Files.size(file) == 0) {
            return Reason.EMPTY;
        }
        if (name.contains("truncated") && pillow.toLowerCase(Locale.ROOT).contains("truncated")) {
            return Reason.TRUNCATED;
        }
        return name.contains("html") ? Reason.HTML : null;
    }

    @Test
    void refusesAFileWithoutReadPermission(@TempDir Path scratch) throws IOException {
        Path good = IMAGES.resolve("broken/unreadable.png");
        Assumptions.assumeTrue(Files.exists(good), "no unreadable.png in " + IMAGES);
        Path copy = Files.copy(good, scratch.resolve("unreadable.png"));
        Assumptions.assumeTrue(
                Files.getFileStore(copy).supportsFileAttributeView("posix"), "permissions can't be removed here");
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(copy), "this user reads files without permission");
        ImageException e = assertThrows(ImageException.class, () -> ImageDecoder.decode(copy));
        assertEquals(Reason.UNREADABLE, e.reason());
    }

    private static JsonNode read(String name) throws IOException {
        return new JsonMapper().readTree(Files.readAllBytes(EXPECTED.resolve(name)));
    }

    private static byte[] gunzip(Path file) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }
}
