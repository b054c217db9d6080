package org.clipmeter.model.siglip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.model.Similarity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiglipConfigTest {
    @TempDir
    private Path folder;

    private SiglipConfig read(String config) throws IOException {
        Files.writeString(folder.resolve("config.json"), config);
        return SiglipConfig.read(CheckpointFolder.open(folder).config());
    }

    private long parameters(String config) throws IOException {
        return read(config).tensors(List.of()).shapes().get().count();
    }

    @Test
    void theDefaultsAreThoseOfThePublishedBaseModels() throws IOException {
        String base = "{\"model_type\": \"siglip\", \"text_config\": {\"vocab_size\": %d}}";
        assertEquals(203_155_970, parameters(String.format(base, 32_000))); // google/siglip-base-patch16-224
        assertEquals(375_187_970, parameters(String.format(base, 256_000))); // google/siglip2-base-patch16-224
        assertEquals(64, read("{\"model_type\": \"siglip\"}").positions());
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        String message = assertThrows(ModelException.class, () -> read("""
                                {"model_type": "siglip", "text_config": {"hidden_act": "mish"},
                                 "vision_config": {"vision_use_head": false, "image_size": 8}}""")).getMessage();
        assertTrue(message.contains("text_config.hidden_act is \"mish\""), message);
        assertTrue(message.contains("vision_config.vision_use_head is false"), message);
        assertTrue(message.contains("vision_config.patch_size 16 is larger than image_size 8"), message);
    }

    @Test
    void variantsWithPatchesOfAnyResolutionAreRefusedByName() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"siglip2\"}");
        CheckpointFolder checkpoint = CheckpointFolder.open(folder);
        String message = assertThrows(
                        ModelException.class, () -> new NaflexFamily().load(checkpoint, ModelOptions.defaults()))
                .getMessage();
        assertTrue(message.contains("a NaFlex variant of SigLIP 2"), message);
    }

    @Test
    void onlySiglipGivesAPairAProbability() {
        Similarity siglip = new Similarity(100, -10, Similarity.SIGLIP_LOGIT);
        assertEquals(2, siglip.logit(0.12), 1e-12);
        assertEquals(0.880797, siglip.probability(siglip.logit(0.12)).getAsDouble(), 1e-6); // 1 / (1 + exp(-2))
        assertTrue(new Similarity(100, 0).probability(2).isEmpty());
    }
}
