package org.clipmeter.model.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.transformer.BatchLimits;
import org.clipmeter.model.transformer.HiddenActivation;
import org.clipmeter.model.transformer.TransformerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class ClipConfigTest {
    @TempDir
    private Path folder;

    private ClipConfig read(String json) throws IOException {
        Files.writeString(folder.resolve("config.json"), json);
        return ClipConfig.read(folder);
    }

    private String refusal(String json) {
        return assertThrows(ModelException.class, () -> read(json)).getMessage();
    }

    @Test
    void anEmptyConfigurationIsThatOfVitBasePatch32() throws IOException {
        ClipConfig config = read("{}");
        assertEquals(512, config.projectionDim());
        assertEquals(
                new TransformerConfig(512, 2048, 12, 8, HiddenActivation.QUICK_GELU, 1e-5f),
                config.text().transformer());
        assertEquals(
                new TransformerConfig(768, 3072, 12, 12, HiddenActivation.QUICK_GELU, 1e-5f),
                config.vision().transformer());
        assertEquals(49407, config.text().eosTokenId());
        assertEquals(50, config.vision().sequenceLength());
        assertEquals(151_277_313, ClipTensors.shapes(config).count()); // as published for clip-vit-base-patch32
    }

    @Test
    void aBatchLastsOneOrTwoSecondsOfTwoCoresButForLargeModelsThatNeedAFewImages() throws IOException {
        ClipConfig.VisionConfig base = read("{}").vision();
        assertEquals(4.4e9, (double) base.multiplications(), 0.05e9); // the GMACs that are published for ViT-B/32
        assertEquals(32, BatchLimits.suggested(base.multiplications()));
        ClipConfig.VisionConfig large = read("""
                {"vision_config": {"hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24,
                 "num_attention_heads": 16, "patch_size": 14}}""").vision();
        assertEquals(81e9, (double) large.multiplications(), 0.5e9);
        assertEquals(4, BatchLimits.suggested(large.multiplications()));
        ClipConfig.VisionConfig small = read("""
                {"vision_config": {"hidden_size": 128, "intermediate_size": 512, "num_hidden_layers": 4,
                 "num_attention_heads": 4, "image_size": 64, "patch_size": 8}}""").vision();
        assertEquals(64, BatchLimits.suggested(small.multiplications()));
    }

    @Test
    void aBatchTakesHalfOfTheMemoryAtMost() throws IOException {
        ClipConfig.VisionConfig large = read("""
                {"vision_config": {"hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24,
                 "num_attention_heads": 16, "patch_size": 14}}""").vision();
        assertEquals(18, large.bytesPerImage() / 1_000_000);
        assertEquals(55, BatchLimits.largest(large.bytesPerImage(), 2_000_000_000));
        assertEquals(1, BatchLimits.largest(large.bytesPerImage(), 0));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Timeout(20)
    void whatIsNotAFileIsRefusedWithoutOpeningIt() throws Exception {
        Path file = folder.resolve("config.json");
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
        assertEquals(file + " is a device, expected a file; replace it with the file", unreadable());
        Files.delete(file);
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        assertEquals(file + " is a named pipe, expected a file; replace it with the file", unreadable());
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("gone"));
        assertEquals(
                file + " is a link to " + folder.resolve("gone") + ", which does not exist; mend the link",
                unreadable());
        Files.delete(file);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(3L << 30);
        }
        assertEquals(
                file + " has 3221225472 bytes, expected at most 8388608; check that it is the right file",
                unreadable());
    }

    private String unreadable() {
        return String.valueOf(
                assertThrows(IOException.class, () -> ClipConfig.read(folder)).getMessage());
    }

    @Test
    void textConfigDictOverridesTextConfigIncludingTheDefaultsOfWhatItLeavesOut() throws IOException {
        ClipConfig config = read("""
                {"text_config": {"eos_token_id": 2, "num_hidden_layers": 5, "unknown_key": 1},
                 "text_config_dict": {"num_hidden_layers": 3}}""");
        assertEquals(3, config.text().transformer().numHiddenLayers());
        assertEquals(49407, config.text().eosTokenId());
    }

    @Test
    void aNullDictOverridesNothing() throws IOException {
        assertEquals(
                2,
                read("{\"text_config\": {\"eos_token_id\": 2}, \"text_config_dict\": null}")
                        .text()
                        .eosTokenId());
    }

    @Test
    void oldFilesPoolAtTheFirstMaximumOfTheIdsAndNewOnesAtTheFirstEndToken() throws IOException {
        ClipConfig.TextConfig old =
                read("{\"text_config\": {\"eos_token_id\": 2}}").text();
        assertEquals(3, old.poolingPosition(new long[] {49406, 2, 320, 49407, 49407}));
        ClipConfig.TextConfig recent = read("{}").text();
        assertEquals(2, recent.poolingPosition(new long[] {49406, 320, 49407, 49407}));
        assertEquals(0, recent.poolingPosition(new long[] {49406, 320, 17}));
    }

    @Test
    void namesEveryValueThatItDoesNotKnow() {
        String message = refusal("""
                {"text_config": {"hidden_act": "mish", "hidden_size": 30, "num_attention_heads": 4},
                 "vision_config": {"num_channels": 1}}""");
        assertTrue(
                message.contains("text_config.hidden_act is \"mish\", expected one of quick_gelu, gelu, gelu_new,"),
                message);
        assertTrue(message.contains("text_config.hidden_size 30 is not a multiple of num_attention_heads 4"), message);
        assertTrue(message.contains("vision_config.num_channels is 1, expected 3"), message);
    }

    @Test
    void refusesMoreLayersThanAnyModelHasBeforeAnythingIsComparedWithThem() {
        assertTrue(
                refusal("{\"vision_config\": {\"num_hidden_layers\": 1000000, \"image_size\": 7, \"patch_size\": 7}}")
                        .contains("vision_config.num_hidden_layers is 1000000, expected an integer from 1 to 1000"));
    }

    @Test
    void refusesAnotherModelType() {
        assertTrue(refusal("[]").contains("config.json holds a list, expected a JSON object"));
        assertTrue(refusal("{\"model_type\": \"siglip\"}").contains("model_type is \"siglip\", expected \"clip\""));
    }

    @Test
    void refusesBrokenJsonAndTakesTheLastOfDuplicateKeysWithAWarning() throws IOException {
        assertTrue(refusal("{\"projection_dim\": ").contains("not valid JSON"));
        Files.writeString(folder.resolve("config.json"), "{\"projection_dim\": 1, \"projection_dim\": 2, \"x\": NaN}");
        ConfigReader.ConfigFile read =
                ConfigReader.read(CheckpointFolder.open(folder).config());
        assertEquals(2, read.config().projectionDim());
        assertEquals(2, read.warnings().size(), read.warnings()::toString);
        assertTrue(
                read.warnings().get(0).contains("config.json: the key \"projection_dim\""), read.warnings()::toString);
    }

    @Test
    void refusesTypesThatTransformersRefuses() {
        String message = refusal("""
                {"vision_config": {"image_size": [224, 224], "layer_norm_eps": 1},
                 "text_config": {"hidden_size": 512.0, "vocab_size": 2147483648, "eos_token_id": [49407]}}""");
        assertTrue(refusal("{\"projection_dim\": null}")
                .contains("projection_dim is null, expected an integer from 1 to 16777216"));
        assertTrue(message.contains("vision_config.image_size is [224,224], expected"), message);
        assertTrue(
                message.contains("vision_config.layer_norm_eps is 1, expected a number from 0.0 to 3.4e38 with"),
                message);
        assertTrue(message.contains("text_config.hidden_size is 512.0, expected"), message);
        assertTrue(message.contains("text_config.vocab_size is 2147483648, expected"), message);
        assertTrue(refusal("{\"text_config\": []}").contains("text_config is [], expected an object"));
    }

    @Test
    void refusesKeysThatWouldChangeTheNetwork() {
        assertTrue(refusal("{\"quantization_config\": {\"quant_method\": \"gptq\"}}")
                .contains("quantization_config asks for quantized weights"));
        assertTrue(refusal("{\"text_config\": {\"per_layer_config\": {\"0\": {\"intermediate_size\": 8}}}}")
                .contains("text_config.per_layer_config asks for layers that differ"));
    }

    @Test
    void aHugeFileIsRefusedBeforeItIsRead() throws IOException {
        Path file = folder.resolve("config.json");
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(3_000_000_000L); // a sparse file, which takes no space
        }
        String message = assertThrows(ModelException.class, () -> ClipConfig.read(folder))
                .getMessage();
        assertTrue(message.contains("has 3000000000 bytes, expected at most"), message);
    }

    @Test
    void aMissingFileSaysWhatItShouldBe() {
        String message = assertThrows(ModelException.class, () -> ClipConfig.read(folder.resolve("none")))
                .getMessage();
        assertTrue(message.contains("config.json of a CLIP checkpoint"), message);
    }
}
