package org.clipmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.PairingKey;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.score.CacheHits;
import org.clipmeter.score.Scored;
import org.clipmeter.shapes.ShapesModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model finds the embeddings that another one has stored, but only if its own would be the same. */
class CachedScoresTest {
    private static final List<String> TEXTS =
            List.of("a red circle", "a blue square", "a green triangle", "a yellow circle", "a red circle");
    private static final int DISTINCT_TEXTS = 4;

    @TempDir
    private Path scratch;

    private Path pictures;

    @BeforeEach
    void draw() throws IOException {
        pictures = scratch.resolve("pictures");
        Shapes.draw(prompts(TEXTS), pictures);
    }

    private static PromptSet prompts(List<String> texts) {
        List<Prompt> prompts = IntStream.range(0, texts.size())
                .mapToObj(i -> new Prompt("p" + i, "own", texts.get(i), List.of()))
                .toList();
        return new PromptSet("own", prompts, prompts.size());
    }

    /** Scores with a newly loaded model and a newly opened cache. */
    private ScoreRun run(String model, String precision, List<String> texts) throws IOException {
        try (EmbeddingCache cache = EmbeddingCache.in(scratch.resolve("cache"));
                ClipMeter clip = ClipMeter.load(
                        model,
                        LoadOptions.defaults()
                                .withDevice("cpu")
                                .withPrecision(precision)
                                .withCache(cache))) {
            return clip.score(Images.in(pictures).by(PairingKey.ID), prompts(texts));
        }
    }

    private CacheHits hits(Path model) throws IOException {
        return run(model.toString(), "fp32", TEXTS).result().cached();
    }

    private static List<Double> logits(ScoreRun run) {
        return run.result().rows().stream()
                .map(row -> ((Scored) row.outcome()).logitsPerImage())
                .toList();
    }

    private Path copyOfTheModel(String name) throws IOException {
        Path copy = Files.createDirectory(scratch.resolve(name));
        try (var files = Files.list(ShapesModel.folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    @Test
    void theNextModelTakesAllFromTheFileAndScoresExactlyTheSame() throws IOException {
        ScoreRun first = run("shapes", "fp32", TEXTS);
        ScoreRun second = run("shapes", "fp32", TEXTS);
        assertEquals(0, first.result().cached().images());
        assertEquals(
                new CacheHits(TEXTS.size(), DISTINCT_TEXTS), second.result().cached());
        assertEquals(logits(first), logits(second));
        assertTrue(
                second.summary().text().contains("from the cache: 5 image and 4 text embeddings"),
                second.summary().text());
    }

    @Test
    void newPromptsOnKnownImagesCostTheirTextsOnly() throws IOException {
        run("shapes", "fp32", TEXTS);
        List<String> others = List.of("a red star", "a blue star", "a green star", "a yellow star", "a black star");
        assertEquals(
                new CacheHits(TEXTS.size(), 0),
                run("shapes", "fp32", others).result().cached());
    }

    @Test
    void anotherPrecisionTakesNothing() throws IOException {
        ScoreRun full = run("shapes", "fp32", TEXTS);
        ScoreRun half = run("shapes", "bf16", TEXTS);
        assertEquals(CacheHits.NONE, half.result().cached());
        assertTrue(!logits(full).equals(logits(half)), "bf16 gave fp32's numbers");
        assertEquals(logits(full), logits(run("shapes", "fp32", TEXTS)));
        assertEquals(logits(half), logits(run("shapes", "bf16", TEXTS)));
    }

    @Test
    void otherPreprocessingOrWeightsTakeNothingButACopyOfAllTakesAll() throws IOException {
        run("shapes", "fp32", TEXTS);
        Path brighter = copyOfTheModel("brighter");
        Path settings = brighter.resolve("preprocessor_config.json");
        String changed =
                Files.readString(settings).replaceFirst("\"image_mean\"\\s*:\\s*\\[[^,\\]]+", "\"image_mean\": [0.25");
        Files.writeString(settings, changed);
        assertEquals(CacheHits.NONE, hits(brighter));

        Path trained = copyOfTheModel("trained");
        Path weights = trained.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 4] ^= 1; // the least significant bit of the last number
        Files.write(weights, bytes);
        assertEquals(CacheHits.NONE, hits(trained));

        assertEquals(new CacheHits(TEXTS.size(), DISTINCT_TEXTS), hits(copyOfTheModel("same")));
    }
}
