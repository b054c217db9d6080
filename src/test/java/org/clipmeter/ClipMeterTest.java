package org.clipmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clipmeter.embed.EmbeddingStore;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.hub.StandInHub;
import org.clipmeter.model.catalogue.ModelFamilies;
import org.clipmeter.pairs.Images;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipMeterTest {
    @TempDir
    Path scratch;

    private HubSettings settings(String endpoint) {
        return HubSettings.of(
                Map.of(
                        "HF_ENDPOINT",
                        endpoint,
                        "HF_HUB_CACHE",
                        scratch.resolve("cache").toString()),
                scratch);
    }

    @Test
    void aMisspeltRepositoryIsNamedWithTheClosestKnownOne() throws IOException {
        Files.createDirectories(scratch.resolve("hub"));
        try (StandInHub hub = StandInHub.start(scratch.resolve("hub"))) {
            IOException e = assertThrows(
                    IOException.class,
                    () -> ClipMeter.load(
                            "openai/clip-vit-base-patch-32",
                            LoadOptions.defaults(),
                            settings(hub.endpoint()),
                            ModelFamilies.ALL));
            assertTrue(e.getMessage().contains("did you mean openai/clip-vit-base-patch32?"), e.getMessage());
        }
    }

    @Test
    void aFolderHasNoRevisions() throws IOException {
        Files.writeString(scratch.resolve("config.json"), "{}");
        IOException e = assertThrows(
                IOException.class,
                () -> ClipMeter.load(scratch.toString(), LoadOptions.defaults().withRevision("refs/pr/1")));
        assertTrue(e.getMessage().contains("is not on the Hub, so it has no revision refs/pr/1"), e.getMessage());
    }

    @Test
    @Tag("golden")
    void anAliasIsFetchedFromTheHubAndScoresARunFolderAsTheReferenceDoes() throws IOException {
        GoldenFixtures golden = GoldenFixtures.orSkip();
        Map.Entry<String, JsonNode> model = anyModel(golden);
        Path checkpoint = golden.model(model.getKey(), scratch.resolve("models"));
        Path repository = scratch.resolve("hub/openai/clip-vit-base-patch32");
        Files.createDirectories(repository.getParent());
        Files.move(checkpoint, repository);
        JsonNode expected = golden.json("models/expected/" + model.getValue().asText());
        Path images = Files.createDirectories(scratch.resolve("out/uce_clip_score_ab12/images"));
        List<Prompt> prompts = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        for (JsonNode pair : expected.path("pairs")) {
            Path image = golden.path("images/" + pair.path("image").asText());
            int index = prompts.size();
            if (index < 3 && image.toString().endsWith(".png")) {
                Files.copy(image, images.resolve("uce_clip_score_ab12_" + index + ".png"));
                prompts.add(new Prompt(
                        "own_" + (90 - index), "own", pair.path("prompt").asText(), List.of()));
                scores.add(pair.path("logits_per_image").doubleValue());
            }
        }
        int count = prompts.size();
        assertTrue(count > 0, model.getKey() + " has no pair with a PNG");
        PromptSet set = new PromptSet("own", prompts, count + 1).askedWithLimit(count);
        try (StandInHub hub = StandInHub.start(scratch.resolve("hub"));
                ClipMeter clip = ClipMeter.load(
                        "b/32",
                        LoadOptions.defaults().withDevice("cpu"),
                        settings(hub.endpoint()),
                        ModelFamilies.ALL)) {
            ScoreRun run = clip.score(Images.run(scratch.resolve("out")), set).named("uce");
            JsonNode json = new JsonMapper().readTree(run.json());
            for (int i = 0; i < count; i++) {
                assertEquals(
                        scores.get(i),
                        json.path("details").path("per_image_scores").get(i).doubleValue(),
                        2e-4);
            }
            assertEquals(new JsonMapper().readTree(run.details()), json.path("details"));
            assertEquals(
                    "{\"clip_model_name\":\"openai/clip-vit-base-patch32\",\"device\":\"cpu\",\"limit\":" + count + "}",
                    json.path("details").path("config").toString());
            assertEquals(scores.stream().mapToDouble(s -> s).sum() / count, run.value(), 2e-4);
            assertEquals(count, run.table().rowCount());
            assertTrue(
                    run.summary().text().contains("evaluated " + count + " of " + count),
                    run.summary().text());
            assertTrue(
                    run.summary().text().contains("model openai/clip-vit-base-patch32, commit "),
                    run.summary().text());
            assertTrue(
                    run.summary().text().contains("does not detect erasure"),
                    run.summary().text());
            assertTrue(
                    run.summary().text().contains("comparable only under the same clip_model_name"),
                    run.summary().text());
        }
    }

    @Test
    @Tag("golden")
    void aLocalFolderIsToldByTheHashOfItsWeights() throws IOException {
        GoldenFixtures golden = GoldenFixtures.orSkip();
        Path folder = golden.model(anyModel(golden).getKey(), scratch);
        try (ClipMeter clip = ClipMeter.load(folder.toString())) {
            assertTrue(
                    clip.info().identity().matches("sha256 [0-9a-f]{64}"),
                    clip.info().identity());
            assertEquals(folder.toString(), clip.name());
            assertEquals("fp32", clip.info().precision());
        }
    }

    @Test
    void anEmbeddingsSpaceTellsWeightsSettingsAndDevice() throws IOException {
        LoadOptions options = LoadOptions.defaults().withDevice("cpu").withCache(EmbeddingCache.in(scratch));
        try (ClipMeter clip = ClipMeter.load("shapes", options)) {
            String hash = clip.info().identity().replace("sha256 ", "");
            assertTrue(
                    clip.space()
                            .matches("weights " + hash
                                    + ", config [0-9a-f]{32}, images [0-9a-f]{32}, fp32, cpu, revision \\d+"),
                    clip.space());
            assertEquals(options.cache(), clip.store());
        }
        try (ClipMeter clip = ClipMeter.load("shapes", options.withCache(EmbeddingCache.off()))) {
            assertEquals(EmbeddingStore.NONE, clip.store());
        } finally {
            options.cache().close();
        }
    }

    /** The name of a model in the fixtures, and the file with its expected results. */
    private static Map.Entry<String, JsonNode> anyModel(GoldenFixtures golden) {
        return golden.json("models/expected/index.json").properties().iterator().next();
    }
}
