package org.clipmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.hub.StandInHub;
import org.clipmeter.model.catalogue.ModelFamilies;
import org.clipmeter.pairs.Images;
import org.clipmeter.shapes.ShapesModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models whose files come from several places, with the bundled model in place of theirs. */
class ModelLoadingTest {
    private static final LoadOptions OPTIONS =
            LoadOptions.defaults().withDevice("cpu").withCache(EmbeddingCache.off());

    @TempDir
    Path scratch;

    private Path hub;

    @BeforeEach
    void makeFolders() throws IOException {
        hub = Files.createDirectories(scratch.resolve("hub"));
    }

    private HubSettings settings(String... more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("HF_HUB_CACHE", scratch.resolve("cache").toString());
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return HubSettings.of(environment, scratch);
    }

    private void repository(String id, String... files) throws IOException {
        Path folder = Files.createDirectories(hub.resolve(id));
        for (String file : files) {
            Files.copy(ShapesModel.folder().resolve(file), folder.resolve(file));
        }
    }

    @Test
    void pickScoreIsPreparedByH14AndNamesItsScores() throws IOException {
        repository("yuvalkirstain/PickScore_v1", "config.json", "model.safetensors");
        repository(
                "laion/CLIP-ViT-H-14-laion2B-s32B-b79K",
                "config.json",
                "preprocessor_config.json",
                "tokenizer.json",
                "tokenizer_config.json");
        Path list = Files.writeString(scratch.resolve("list.csv"), "image,prompt\nred.png,a red circle\n");
        BufferedImage red = new BufferedImage(70, 64, BufferedImage.TYPE_INT_RGB);
        red.setRGB(30, 30, 0xff0000);
        ImageIO.write(red, "png", scratch.resolve("red.png").toFile());
        try (StandInHub server = StandInHub.start(hub);
                ClipMeter pick = ClipMeter.load(
                        "PickScore", OPTIONS, settings("HF_ENDPOINT", server.endpoint()), ModelFamilies.ALL);
                ClipMeter shapes = ClipMeter.load("shapes", OPTIONS)) {
            ScoreRun scored = pick.score(Images.manifest(list));
            ScoreRun same = shapes.score(Images.manifest(list));
            assertEquals(same.value(), scored.value());
            String text = scored.summary().text();
            assertTrue(text.startsWith("PickScore "), text);
            assertTrue(text.contains("PickScore is a preference score and not a CLIP Score"), text);
            assertTrue(text.contains("prepared with the files of laion/CLIP-ViT-H-14-laion2B-s32B-b79K"), text);
            assertTrue(
                    scored.table().name().startsWith("PickScore "),
                    scored.table().name());
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> Comparison.of(same.named("shapes"), List.of(scored.named("pick"))));
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("comparable only under the same"),
                    refused.getMessage());
        }
    }

    @Test
    void aFolderOfOpenClipWithoutATokenizerNamesWhatToFetch() throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("model"));
        Files.writeString(folder.resolve("open_clip_config.json"), "{}");
        IOException refused = assertThrows(
                IOException.class,
                () -> ClipMeter.load(folder.toString(), OPTIONS, settings("HF_HUB_OFFLINE", "1"), ModelFamilies.ALL));
        String message = String.valueOf(refused.getMessage());
        assertTrue(
                message.contains(
                        "has no tokenizer, and that of openai/clip-vit-base-patch32 (tokenizer.json, or vocab.json and"
                                + " merges.txt) could not be had: HF_HUB_OFFLINE is set"),
                message);
    }

    @Test
    void aFolderOfOpenClipTakesTheTokenizerOfOpenAi() throws IOException {
        repository("openai/clip-vit-base-patch32", "config.json", "tokenizer.json", "tokenizer_config.json");
        Path folder = Files.createDirectories(scratch.resolve("model"));
        Files.writeString(folder.resolve("open_clip_config.json"), "{}");
        try (StandInHub server = StandInHub.start(hub)) {
            IOException refused = assertThrows(
                    IOException.class,
                    () -> ClipMeter.load(
                            folder.toString(), OPTIONS, settings("HF_ENDPOINT", server.endpoint()), ModelFamilies.ALL));
            assertTrue(String.valueOf(refused.getMessage()).contains("holds no model_cfg"), refused.getMessage());
        }
        assertTrue(Files.isDirectory(scratch.resolve("cache/models--openai--clip-vit-base-patch32")));
    }
}
