package org.clipmeter.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import org.clipmeter.embed.FakePictures;
import org.clipmeter.embed.FakeTowers;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.embed.LongPrompts;
import org.clipmeter.pairs.ImageFile;
import org.clipmeter.pairs.Pair;
import org.clipmeter.pairs.PairingKey;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.prompts.Prompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorerTest {
    private final FakeTowers encoder = new FakeTowers();

    private static List<Prompt> prompts(String... idsAndTexts) {
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < idsAndTexts.length; i += 2) {
            prompts.add(new Prompt(idsAndTexts[i], "test", idsAndTexts[i + 1], List.of()));
        }
        return prompts;
    }

    private ScoreResult score(List<Prompt> prompts, ScoreOptions options) throws IOException {
        return new Scorer(FakePictures.embedder(encoder, options.batchSize(), new FakePictures()), options)
                .score(Runs.pairs(prompts), () -> Runs.MODEL, Runs.CONFIG, ScoreProgress.none(), () -> false);
    }

    private static String status(ScoreResult result, int row) {
        return result.rows().get(row).outcome().status();
    }

    @Test
    void scoresAPairAsScaleTimesCosine() throws IOException {
        ScoreResult result = score(prompts("a", "hello"), ScoreOptions.defaults());
        Scored scored = assertInstanceOf(Scored.class, result.rows().get(0).outcome());
        int hash = "a.png".hashCode();
        double[] image = {
            (hash & 0x7f) / 255.0 + 0.1, (hash >> 8 & 0x7f) / 255.0 + 0.1, (1 + (hash >> 16 & 0x7f)) / 255.0 + 0.1
        };
        double[] text = {'h' % 7 + 1, 'e' % 5 + 1, 7};
        double dot = 0;
        double imageNorm = 0;
        double textNorm = 0;
        for (int i = 0; i < 3; i++) {
            dot += image[i] * text[i];
            imageNorm += image[i] * image[i];
            textNorm += text[i] * text[i];
        }
        double cosine = dot / Math.sqrt(imageNorm * textNorm);
        assertEquals(cosine, scored.cosineSimilarity(), 1e-6);
        assertEquals(100 * cosine, scored.logitsPerImage(), 1e-4);
        assertEquals(2.5 * cosine, scored.clipS(), 1e-6);
        assertEquals(scored.logitsPerImage(), result.value());
    }

    @Test
    void keepsTheOrderAndEncodesEachTextOnceOverManyBatches() throws IOException {
        List<Prompt> prompts = IntStream.range(0, 333)
                .mapToObj(i -> new Prompt("coco_" + i, "coco", "text " + i % 100, List.of()))
                .toList();
        ScoreResult result = score(prompts, ScoreOptions.defaults());
        assertEquals(
                prompts, result.rows().stream().map(row -> row.pair().prompt()).toList());
        assertEquals(
                IntStream.range(0, 333).boxed().toList(),
                result.rows().stream().map(ScoreRow::index).toList());
        assertEquals(333, result.evaluatedCount());
        assertEquals(100, encoder.tokenized.size());
        assertEquals(100, encoder.textBatches.stream().mapToInt(n -> n).sum());
        assertEquals(42, encoder.imageBatches.size());
        assertTrue(encoder.imageBatches.stream().allMatch(n -> n <= 8));
    }

    @Test
    void theBatchSizeChangesNoNumber() throws IOException {
        List<Prompt> prompts = IntStream.range(0, 20)
                .mapToObj(i ->
                        new Prompt((i % 5 == 0 ? FakePictures.WEB_PAGE : "coco_") + i, "coco", "text " + i, List.of()))
                .toList();
        List<Outcome> one = outcomes(score(prompts, ScoreOptions.defaults().withBatchSize(1)));
        assertEquals(one, outcomes(score(prompts, ScoreOptions.defaults().withBatchSize(3))));
        assertEquals(one, outcomes(score(prompts, ScoreOptions.defaults().withBatchSize(64))));
    }

    private static List<Outcome> outcomes(ScoreResult result) {
        return result.rows().stream().map(ScoreRow::outcome).toList();
    }

    @Test
    void whateverADecoderThrowsCostsItsRowOnly() throws IOException {
        ScoreResult result = score(
                prompts(
                        "a",
                        "x",
                        FakePictures.DECODER_OVERFLOWS,
                        "y",
                        FakePictures.DECODER_OUT_OF_MEMORY,
                        "z",
                        FakePictures.WEB_PAGE,
                        "x",
                        "b",
                        "y"),
                ScoreOptions.defaults());
        assertEquals("scored", status(result, 0));
        assertEquals("decoder_error", status(result, 1));
        assertEquals("decoder_error", status(result, 2));
        assertEquals("html", status(result, 3));
        assertEquals("scored", status(result, 4));
        assertEquals(Map.of("decoder_error", 2, "html", 1), result.failures());
        assertEquals(
                new Failed("html", FakePictures.WEB_PAGE + ".png is a web page"),
                result.rows().get(3).outcome());
    }

    @Test
    void aBatchThatTheModelRefusesIsTriedOneByOne() throws IOException {
        ScoreResult result = score(prompts("a", "x", FakePictures.MODEL_FAILS, "y", "b", "z"), ScoreOptions.defaults());
        assertEquals("scored", status(result, 0));
        assertEquals(
                new Failed("model_error", "IllegalStateException: the model chokes on yellow"),
                result.rows().get(1).outcome());
        assertEquals("scored", status(result, 2));
    }

    @Test
    void aTextThatCannotBeTokenizedCostsItsRowsOnly() throws IOException {
        ScoreResult result = score(
                prompts("a", FakeTowers.UNTOKENIZABLE, "b", "fine", "c", FakeTowers.UNTOKENIZABLE),
                ScoreOptions.defaults());
        assertEquals("prompt_error", status(result, 0));
        assertEquals("scored", status(result, 1));
        assertEquals("prompt_error", status(result, 2));
        assertEquals(
                1,
                encoder.tokenized.stream()
                        .filter(FakeTowers.UNTOKENIZABLE::equals)
                        .count());
    }

    @Test
    void longPromptsAreCutAndMarkedOrFailAsInTheReference() throws IOException {
        List<Prompt> prompts = prompts("a", "twelve chars", "b", "short");
        ScoreResult cut = score(prompts, ScoreOptions.defaults());
        assertEquals("scored", status(cut, 0));
        assertTrue(cut.rows().get(0).truncated());
        assertEquals(14, cut.rows().get(0).tokens());
        assertFalse(cut.rows().get(1).truncated());
        assertEquals(1, cut.truncatedCount());
        ScoreResult failing =
                score(prompts, ScoreOptions.defaults().withBatchSize(8).withLongPrompts(LongPrompts.FAIL));
        assertEquals(
                new Failed("prompt_too_long", "the prompt has 14 tokens, but the model reads only 10"),
                failing.rows().get(0).outcome());
        assertEquals("scored", status(failing, 1));
        assertEquals(0, failing.truncatedCount(), "a prompt that fails was not cut");
    }

    @Test
    void marksBlackAndDamagedPictures() throws IOException {
        ScoreResult result = score(prompts(FakePictures.BLACK_AND_DAMAGED, "x", "a", "y"), ScoreOptions.defaults());
        assertEquals("scored", status(result, 0));
        assertEquals(
                Set.of(ImageFlag.ALL_BLACK, ImageFlag.DAMAGED),
                result.rows().get(0).flags());
        assertEquals(Set.of(), result.rows().get(1).flags());
        assertEquals(1, result.count(ImageFlag.ALL_BLACK));
    }

    @Test
    void anEmbeddingThatIsNotANumberIsNoScore() throws IOException {
        FakeTowers broken = new FakeTowers();
        broken.imageFault = () -> new float[][] {{Float.NaN, 0, 0}};
        ScoreResult result = new Scorer(
                        FakePictures.embedder(broken, ScoreOptions.defaults().batchSize(), new FakePictures()),
                        ScoreOptions.defaults())
                .score(Runs.pairs(prompts("a", "x")), () -> Runs.MODEL, Runs.CONFIG, ScoreProgress.none(), () -> false);
        assertEquals("model_error", status(result, 0));
        assertNull(result.value());
    }

    @Test
    void aFileThatChangesWhileItIsScoredIsMarked(@TempDir Path folder) throws IOException {
        Path image = Files.writeString(folder.resolve("a.png"), "before");
        Pair pair = new Pair(prompts("a", "x").get(0), ImageFile.named(image, "a.png"));
        Pairs pairs = new Pairs("images", "test", PairingKey.ID, List.of(pair), List.of(), List.of(), List.of());
        FakePictures writing = new FakePictures();
        writing.whileDecoding = () -> {
            try {
                Files.writeString(image, "after it was opened");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        };
        ScoreResult result = new Scorer(
                        FakePictures.embedder(encoder, ScoreOptions.defaults().batchSize(), writing),
                        ScoreOptions.defaults())
                .score(pairs, () -> Runs.MODEL, Runs.CONFIG, ScoreProgress.none(), () -> false);
        assertEquals("changed", status(result, 0));
    }

    @Test
    void saysHowFarItIsAndStopsBetweenBatchesWhenAsked() throws IOException {
        List<Prompt> prompts = IntStream.range(0, 40)
                .mapToObj(i -> new Prompt("coco_" + i, "coco", "text", List.of()))
                .toList();
        List<Integer> heard = new ArrayList<>();
        AtomicInteger done = new AtomicInteger();
        Scorer scorer = new Scorer(
                FakePictures.embedder(encoder, ScoreOptions.defaults().batchSize(), new FakePictures()),
                ScoreOptions.defaults());
        ScoreProgress progress = step -> {
            if (step.stage() == ScoreStep.Stage.IMAGES) {
                assertEquals(40, step.total());
                heard.add(step.done());
                done.set(step.done());
            }
        };
        scorer.score(Runs.pairs(prompts), () -> Runs.MODEL, Runs.CONFIG, progress, () -> false);
        assertEquals(List.of(0, 8, 16, 24, 32, 40), heard);
        heard.clear();
        ScoreCancelledException stopped = assertThrows(
                ScoreCancelledException.class,
                () -> scorer.score(
                        Runs.pairs(prompts), () -> Runs.MODEL, Runs.CONFIG, progress, () -> done.get() == 16));
        assertEquals(16, stopped.done());
        assertEquals(40, stopped.total());
        assertEquals("cancelled at 16 of 40", stopped.getMessage());
    }

    @Test
    void anInterruptStopsTheRunAndStaysSet() throws IOException {
        List<Prompt> prompts = prompts("a", "x");
        Thread.currentThread().interrupt();
        assertThrows(ScoreCancelledException.class, () -> score(prompts, ScoreOptions.defaults()));
        assertTrue(Thread.interrupted());
    }

    @Test
    void aModelThatCanNoLongerBeUsedEndsTheRun() {
        encoder.imageFault = () -> {
            throw new IOException("model.safetensors has changed since it was opened");
        };
        IOException e = assertThrows(IOException.class, () -> score(prompts("a", "x"), ScoreOptions.defaults()));
        assertEquals("model.safetensors has changed since it was opened", e.getMessage());
    }

    @Test
    void tenThousandImagesWithOneInAHundredBrokenGiveAScoreOrAReasonEachInOrder() throws IOException {
        List<Prompt> prompts = IntStream.range(0, 10_000)
                .mapToObj(i -> new Prompt(
                        (i % 100 == 37 ? FakePictures.WEB_PAGE : "coco_") + i, "coco", "text " + i, List.of()))
                .toList();
        ScoreResult result = score(prompts, ScoreOptions.defaults());
        assertEquals(9_900, result.evaluatedCount());
        assertEquals(Map.of("html", 100), result.failures());
        for (int i = 0; i < 10_000; i++) {
            assertEquals(i % 100 == 37 ? "html" : "scored", status(result, i));
            assertEquals(prompts.get(i), result.rows().get(i).pair().prompt());
        }
    }
}
