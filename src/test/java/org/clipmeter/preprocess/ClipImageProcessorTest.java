package org.clipmeter.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.TransparencyRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipImageProcessorTest {
    @TempDir
    Path scratch;

    @Test
    void readsOldAndNewStyleAlike() throws IOException {
        String old =
                read("{\"size\": 336, \"crop_size\": 336, \"resample\": 3}").fingerprint();
        String current = read("{\"size\": {\"shortest_edge\": 336}, \"crop_size\": {\"height\": 336, \"width\": 336}}")
                .fingerprint();
        assertEquals(ClipImageProcessor.openai(336).fingerprint(), old);
        assertEquals(old, current);
        assertNotEquals(old, ClipImageProcessor.openai(224).fingerprint());
    }

    @Test
    void readsTheJointFileThatTransformers5Writes() throws IOException {
        String joint = "{\"image_processor\": {\"size\": {\"shortest_edge\": 336}, \"crop_size\": 336},"
                + " \"processor_class\": \"CLIPProcessor\"}";
        Files.writeString(scratch.resolve("processor_config.json"), joint);
        Files.writeString(scratch.resolve("preprocessor_config.json"), "{\"size\": 64, \"crop_size\": 64}");
        assertEquals(
                ClipImageProcessor.openai(336).fingerprint(),
                open(Preprocessing.PILLOW).fingerprint());
        Files.writeString(scratch.resolve("processor_config.json"), "{\"image_processor\": null}");
        assertEquals(
                ClipImageProcessor.openai(64).fingerprint(),
                open(Preprocessing.PILLOW).fingerprint());
    }

    @Test
    void saysWhatAMissingFileShouldBe() {
        IOException refusal = assertThrows(
                IOException.class, () -> ClipImageProcessor.read(scratch.resolve("preprocessor_config.json")));
        assertTrue(refusal.getMessage().contains("does not exist, but the image processor's settings are in it"));
    }

    @Test
    void takesTheDefaultsOfAnEmptyFile() throws IOException {
        assertEquals(ClipImageProcessor.openai(224).fingerprint(), read("{}").fingerprint());
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertRefused("{\"resample\": 6}", "resample is 6, expected 0 (nearest), 1 (lanczos)");
        assertRefused("{\"size\": {\"longest_edge\": 224}}", "size is");
        assertRefused("{\"size\": 0}", "size is 0");
        assertRefused("{\"crop_size\": {\"shortest_edge\": 224}}", "crop_size is");
        assertRefused("{\"do_center_crop\": \"yes\"}", "do_center_crop is");
        assertRefused("{\"do_center_crop\": false}", "do_center_crop is");
        assertRefused("{\"do_pad\": true, \"pad_size\": 300}", "do_pad is true");
        assertRefused("{\"size\": {\"shortest_edge\": 224, \"height\": null}}", "size is an object with the keys");
        assertRefused("{\"image_mean\": [1, 2]}", "image_mean is");
        assertRefused("{\"image_std\": [1, 0, 1]}", "image_std is");
        assertRefused("{\"rescale_factor\": \"x\"}", "rescale_factor is");
        assertRefused("{\"image_processor_type\": \"ConvNextImageProcessor\"}", "image_processor_type is");
        assertRefused("{} {}", "not valid JSON");
        assertRefused("[]", "expected a JSON object");
    }

    @Test
    void padsWithOneMorePixelBeforeThePicture() throws IOException {
        byte[] rgb = new byte[3 * 2 * 3];
        Arrays.fill(rgb, (byte) 9);
        ClipImageProcessor processor = read("{\"do_resize\": false, \"crop_size\": {\"height\": 5, \"width\": 2}}");
        byte[] crop = processor.crop(new RgbImage(3, 2, rgb, false));
        byte[] expected = new byte[5 * 2 * 3];
        Arrays.fill(expected, 2 * 2 * 3, 4 * 2 * 3, (byte) 9);
        assertArrayEquals(expected, crop);
    }

    @Test
    void leavesOutTheStepsThatAreSwitchedOff() throws IOException {
        RgbImage image = new RgbImage(1, 1, new byte[] {51, 102, (byte) 204}, false);
        String size = "\"size\": 1, \"crop_size\": 1";
        assertArrayEquals(
                new float[] {51, 102, 204},
                read("{" + size + ", \"do_rescale\": false, \"do_normalize\": false}")
                        .pixelValues(image));
        assertArrayEquals(
                new float[] {0.2f, 0.4f, 0.8f},
                read("{" + size + ", \"do_normalize\": false}").pixelValues(image));
    }

    @Test
    void copesWithExtremeShapes() {
        RgbImage thin = new RgbImage(1, 100_000, new byte[300_000], false);
        assertEquals(224 * 224 * 3, ClipImageProcessor.openai(224).crop(thin).length);
        RgbImage flat = new RgbImage(100_000, 1, new byte[300_000], false);
        assertEquals(336 * 336 * 3, ClipImageProcessor.openai(336).crop(flat).length);
    }

    @Test
    void readsJsonAsPythonDoesAndSaysSo() throws IOException {
        ClipImageProcessor processor = read("{\"size\": 64, \"size\": 336, \"crop_size\": 336, \"other\": NaN}");
        assertEquals(ClipImageProcessor.openai(336).fingerprint(), processor.fingerprint());
        assertEquals(2, processor.warnings().size());
        assertTrue(
                processor.warnings().get(0).contains("the key \"size\" appears more than once"),
                processor.warnings()::toString);
        assertTrue(processor.warnings().get(1).contains("it holds NaN"), processor.warnings()::toString);
        assertEquals(List.of(), read("{}").warnings());
    }

    @Test
    void refusesWhatTorchvisionDoesNotHave() throws IOException {
        Files.writeString(scratch.resolve("preprocessor_config.json"), "{\"resample\": 5}");
        IOException e = assertThrows(IOException.class, () -> open(Preprocessing.TORCHVISION));
        assertTrue(e.getMessage().contains("resample is 5 (hamming)"), e.getMessage());
        open(Preprocessing.PILLOW);
    }

    @Test
    void refusesWhatIsNotAFile() throws IOException {
        Files.createDirectory(scratch.resolve("processor_config.json"));
        IOException e = assertThrows(IOException.class, () -> open(Preprocessing.PILLOW));
        assertTrue(e.getMessage().contains("processor_config.json is a folder, expected a file"), e.getMessage());
        Files.delete(scratch.resolve("processor_config.json"));
        Files.createSymbolicLink(scratch.resolve("processor_config.json"), scratch.resolve("gone"));
        e = assertThrows(IOException.class, () -> open(Preprocessing.PILLOW));
        assertTrue(e.getMessage().contains("processor_config.json is a link to "), e.getMessage());
    }

    @Test
    void namesEverySettingThatChangesValuesInItsFingerprint() {
        Set<String> fingerprints = new HashSet<>();
        for (Preprocessing preprocessing : Preprocessing.values()) {
            for (TransparencyRule rule : TransparencyRule.values()) {
                fingerprints.add(ClipImageProcessor.openai(224, new ImageRules(preprocessing, rule))
                        .fingerprint());
            }
        }
        assertEquals(6, fingerprints.size());
    }

    private ClipImageProcessor open(Preprocessing preprocessing) throws IOException {
        return ClipImageProcessor.open(scratch, new ImageRules(preprocessing, TransparencyRule.REFERENCE));
    }

    private void assertRefused(String json, String expected) {
        IOException e = assertThrows(IOException.class, () -> read(json), json);
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(expected), message);
        assertEquals(1, message.lines().count(), message);
    }

    private ClipImageProcessor read(String json) throws IOException {
        return ClipImageProcessor.read(Files.writeString(scratch.resolve("preprocessor_config.json"), json));
    }
}
