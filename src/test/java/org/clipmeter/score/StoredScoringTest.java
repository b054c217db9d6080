package org.clipmeter.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.clipmeter.embed.EmbeddingKey;
import org.clipmeter.embed.FakePictures;
import org.clipmeter.embed.FakeTowers;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.embed.MemoryStore;
import org.clipmeter.embed.StoredEmbedding;
import org.clipmeter.pairs.ImageFile;
import org.clipmeter.pairs.Pair;
import org.clipmeter.pairs.PairingKey;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.prompts.Prompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scoring reads embeddings from a store and adds new ones to it. */
class StoredScoringTest {
    private final MemoryStore store = new MemoryStore();
    private final FakeTowers encoder = new FakeTowers();
    private final FakePictures pictures = new FakePictures();

    private Scorer scorer(String space, ScoreOptions options) {
        return new Scorer(FakePictures.embedder(encoder, options.batchSize(), store, () -> space, pictures), options);
    }

    private ScoreResult score(List<Prompt> prompts) throws IOException {
        return score(scorer("model", ScoreOptions.defaults()), prompts);
    }

    private static ScoreResult score(Scorer scorer, List<Prompt> prompts) throws IOException {
        return scorer.score(Runs.pairs(prompts), () -> Runs.MODEL, Runs.CONFIG, ScoreProgress.none(), () -> false);
    }

    private static List<Prompt> prompts(int count, String text) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Prompt("coco_" + i, "coco", text + i, List.of()))
                .toList();
    }

    private static List<Prompt> named(String... names) {
        List<Prompt> prompts = new ArrayList<>();
        for (String name : names) {
            prompts.add(new Prompt(name, "coco", "text", List.of()));
        }
        return prompts;
    }

    private int imagesEncoded() {
        return encoder.imageBatches.stream().mapToInt(n -> n).sum();
    }

    private int textsEncoded() {
        return encoder.textBatches.stream().mapToInt(n -> n).sum();
    }

    private static List<Outcome> outcomes(ScoreResult result) {
        return result.rows().stream().map(ScoreRow::outcome).toList();
    }

    @Test
    void aSecondScoringDecodesAndEncodesNothing() throws IOException {
        List<Prompt> prompts = prompts(300, "text ");
        ScoreResult first = score(prompts);
        assertEquals(CacheHits.NONE, first.cached());
        assertEquals(300, pictures.decoded.get());
        assertEquals(300, imagesEncoded());
        ScoreResult second = score(prompts);
        assertEquals(new CacheHits(300, 300), second.cached());
        assertEquals(300, pictures.decoded.get());
        assertEquals(300, imagesEncoded());
        assertEquals(300, textsEncoded());
        assertEquals(outcomes(first), outcomes(second));
    }

    @Test
    void theRateIsThatOfTheImagesThatAreComputed() throws IOException {
        List<Double> rates = new ArrayList<>();
        ScoreProgress progress = step -> rates.add(step.imagesPerSecond());
        for (int scoring = 0; scoring < 2; scoring++) {
            rates.clear();
            scorer("model", ScoreOptions.defaults())
                    .score(Runs.pairs(prompts(300, "text ")), () -> Runs.MODEL, Runs.CONFIG, progress, () -> false);
            double last = rates.get(rates.size() - 1);
            assertEquals(scoring == 0, last > 0, "scoring " + scoring + ": " + rates);
        }
    }

    @Test
    void newPromptsOnKnownImagesCostTextOnly() throws IOException {
        score(prompts(100, "text "));
        ScoreResult second = score(prompts(100, "other "));
        assertEquals(new CacheHits(100, 0), second.cached());
        assertEquals(100, pictures.decoded.get());
        assertEquals(100, imagesEncoded());
        assertEquals(200, textsEncoded());
        assertEquals(100, second.evaluatedCount());
    }

    @Test
    void newImagesOfKnownPromptsCostImagesOnly() throws IOException {
        score(prompts(10, "text "));
        List<Prompt> moved = prompts(10, "text ").stream()
                .map(p -> new Prompt("moved_" + p.id(), p.source(), p.text(), List.of()))
                .toList();
        ScoreResult second = score(moved);
        assertEquals(new CacheHits(0, 10), second.cached());
        assertEquals(20, imagesEncoded());
    }

    @Test
    void filesOfEqualContentAreComputedOnce() throws IOException {
        String[] names =
                IntStream.range(0, 200).mapToObj(i -> "c" + i % 7 + "@" + i).toArray(String[]::new);
        ScoreResult result = score(named(names));
        assertEquals(200, result.evaluatedCount());
        assertEquals(7, pictures.decoded.get());
        assertEquals(7, imagesEncoded());
        assertEquals(7, store.count(EmbeddingKey.Modality.IMAGE));
        assertEquals(outcomes(result).get(3), outcomes(result).get(3 + 7 * 20));
        assertEquals(CacheHits.NONE, result.cached());
    }

    @Test
    void brokenFilesOfEqualContentFailUnderTheirOwnNames() throws IOException {
        ScoreResult result = score(named(FakePictures.WEB_PAGE + "@1", FakePictures.WEB_PAGE + "@2", "fine"));
        assertEquals(
                new Failed("html", FakePictures.WEB_PAGE + "@1.png is a web page"),
                outcomes(result).get(0));
        assertEquals(
                new Failed("html", FakePictures.WEB_PAGE + "@2.png is a web page"),
                outcomes(result).get(1));
        assertEquals("scored", outcomes(result).get(2).status());
        assertEquals(1, store.count(EmbeddingKey.Modality.IMAGE));
    }

    @Test
    void anotherModelFindsNothing() throws IOException {
        score(prompts(5, "text "));
        ScoreResult other = score(scorer("another model", ScoreOptions.defaults()), prompts(5, "text "));
        assertEquals(CacheHits.NONE, other.cached());
        assertEquals(10, imagesEncoded());
    }

    @Test
    void cachingOffLeavesTheStoreAlone() throws IOException {
        ScoreOptions off = ScoreOptions.defaults().withBatchSize(8).withCaching(Caching.OFF);
        score(scorer("model", off), prompts(5, "text "));
        assertTrue(store.entries.isEmpty());
        score(prompts(5, "text "));
        ScoreResult again = score(scorer("model", off), prompts(5, "text "));
        assertEquals(CacheHits.NONE, again.cached());
        assertEquals(15, imagesEncoded());
    }

    @Test
    void flagsAreKeptWithTheEmbedding() throws IOException {
        score(named(FakePictures.BLACK_AND_DAMAGED));
        ScoreResult second = score(named(FakePictures.BLACK_AND_DAMAGED));
        assertEquals(
                Set.of(ImageFlag.ALL_BLACK, ImageFlag.DAMAGED),
                second.rows().get(0).flags());
        assertEquals(1, second.cached().images());
    }

    @Test
    void whatFailedIsNotKept() throws IOException {
        ScoreResult first = score(named(
                FakePictures.WEB_PAGE,
                FakePictures.FILE_MISSING,
                FakePictures.MODEL_FAILS,
                FakePictures.DECODER_OVERFLOWS));
        assertEquals(Map.of("html", 1, "missing", 1, "model_error", 1, "decoder_error", 1), first.failures());
        assertEquals(0, store.count(EmbeddingKey.Modality.IMAGE));
        FakeTowers broken = new FakeTowers();
        broken.imageFault = () -> new float[][] {{Float.NaN, 0, 0}};
        score(
                new Scorer(
                        FakePictures.embedder(broken, ScoreOptions.AUTO, store, () -> "model", pictures),
                        ScoreOptions.defaults()),
                named("fine"));
        assertEquals(0, store.count(EmbeddingKey.Modality.IMAGE));
    }

    @Test
    void aFileThatChangesWhileItIsScoredIsNotKept(@TempDir Path folder) throws IOException {
        Path image = Files.writeString(folder.resolve("a.png"), "before");
        Pair pair = new Pair(named("a").get(0), ImageFile.named(image, "a.png"));
        Pairs pairs = new Pairs("images", "test", PairingKey.ID, List.of(pair), List.of(), List.of(), List.of());
        pictures.whileDecoding = () -> {
            try {
                Files.writeString(image, "after it was opened");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        };
        ScoreResult result = scorer("model", ScoreOptions.defaults())
                .score(pairs, () -> Runs.MODEL, Runs.CONFIG, ScoreProgress.none(), () -> false);
        assertEquals("changed", outcomes(result).get(0).status());
        assertEquals(0, store.count(EmbeddingKey.Modality.IMAGE));
    }

    @Test
    void aCancelledRunLosesNoFinishedEmbedding() {
        AtomicInteger done = new AtomicInteger();
        ScoreCancelledException stopped =
                assertThrows(ScoreCancelledException.class, () -> scorer("model", ScoreOptions.defaults())
                        .score(
                                Runs.pairs(prompts(100, "text ")),
                                () -> Runs.MODEL,
                                Runs.CONFIG,
                                step -> done.set(step.stage() == ScoreStep.Stage.IMAGES ? step.done() : 0),
                                () -> done.get() >= 16));
        assertEquals(16, stopped.done());
        assertEquals(16, store.count(EmbeddingKey.Modality.IMAGE));
    }

    @Test
    void aVectorThatIsNotOfUnitLengthIsComputedAgain() throws IOException {
        score(named("a"));
        store.entries.replaceAll((key, value) -> new StoredEmbedding(new float[3], value.flags()));
        ScoreResult second = score(named("a"));
        assertEquals(CacheHits.NONE, second.cached());
        assertEquals("scored", outcomes(second).get(0).status());
    }

    @Test
    void weightsThatCannotBeReadEndTheRunWithTheirOwnWords() {
        Scorer scorer = new Scorer(
                FakePictures.embedder(
                        encoder,
                        ScoreOptions.AUTO,
                        store,
                        () -> {
                            throw new IOException("model.safetensors has changed");
                        },
                        pictures),
                ScoreOptions.defaults());
        IOException e = assertThrows(IOException.class, () -> score(scorer, named("a")));
        assertEquals("model.safetensors has changed", e.getMessage());
    }
}
