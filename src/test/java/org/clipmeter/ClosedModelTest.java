package org.clipmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.model.ModelClosedException;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.score.Caching;
import org.clipmeter.score.ScoreOptions;
import org.clipmeter.score.ScoreProgress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Closes a model before, after and during its use. */
@Timeout(60)
final class ClosedModelTest {
    private static final int COUNT = 24;

    @TempDir
    private Path scratch;

    private PromptSet prompts;
    private Pairs pairs;

    @BeforeEach
    void draw() throws Exception {
        List<Prompt> all = IntStream.range(0, COUNT)
                .mapToObj(i -> new Prompt("p" + i, "own", i % 2 == 0 ? "a red circle" : "a blue square", List.of()))
                .toList();
        prompts = new PromptSet("own", all, COUNT);
        Shapes.draw(prompts, scratch.resolve("pictures"));
        pairs = Pairs.of(Images.in(scratch.resolve("pictures")), prompts);
    }

    private static ClipMeter shapes() throws Exception {
        return ClipMeter.load("shapes", LoadOptions.defaults().withDevice("cpu").withCache(EmbeddingCache.off()));
    }

    private ScoreRun score(ClipMeter clip, ScoreProgress progress) throws Exception {
        return clip.score(
                pairs, null, ScoreOptions.defaults().withBatchSize(1).withCaching(Caching.OFF), progress, () -> false);
    }

    @Test
    void scoringWithAClosedModelFails() throws Exception {
        ClipMeter clip = shapes();
        clip.close();
        clip.close();
        String message = assertThrows(ModelClosedException.class, () -> score(clip, ScoreProgress.none()))
                .getMessage();
        assertEquals("the model is closed; load it again", message);
        assertThrows(ModelClosedException.class, clip::info);
        assertThrows(ModelClosedException.class, clip::space);
        ClipModel model = (ClipModel) clip.model();
        int side = model.config().vision().imageSize();
        assertThrows(ModelClosedException.class, () -> model.imageEmbeds(List.of(new float[3 * side * side])));
        assertThrows(ModelClosedException.class, () -> model.textEmbeds(List.of(new long[] {0})));
        assertThrows(IllegalStateException.class, () -> model.tokenizer().encode("a red circle"));
    }

    @Test
    void closingFromTheProgressListenerEndsTheRunAtItsNextBatch() throws Exception {
        ClipMeter clip = shapes();
        List<Integer> done = new ArrayList<>();
        assertThrows(
                ModelClosedException.class,
                () -> score(clip, step -> {
                    done.add(step.done());
                    if (step.done() == 2) {
                        clip.close();
                    }
                }));
        assertTrue(done.size() < COUNT, done.toString());
    }

    @Test
    void closingAfterTheLastBatchIsNotTooEarly() throws Exception {
        ClipMeter clip = shapes();
        List<ScoreRun> runs = new ArrayList<>();
        runs.add(score(clip, ScoreProgress.none()));
        clip.close();
        assertEquals(COUNT, runs.get(0).result().evaluatedCount());
    }

    @Test
    void closingWhileOtherThreadsScoreWaitsForTheirBatch() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (int round = 0; round < 10; round++) {
                ClipMeter clip = shapes();
                CountDownLatch scoring = new CountDownLatch(3);
                List<Future<ScoreRun>> runs = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    runs.add(threads.submit(() -> {
                        scoring.countDown();
                        while (true) {
                            score(clip, ScoreProgress.none());
                        }
                    }));
                }
                assertTrue(scoring.await(30, TimeUnit.SECONDS));
                Thread.sleep(5L * round);
                clip.close();
                for (Future<ScoreRun> run : runs) {
                    ExecutionException e = assertThrows(ExecutionException.class, () -> run.get(30, TimeUnit.SECONDS));
                    assertEquals(ModelClosedException.class, e.getCause().getClass(), e.toString());
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void threadsThatScoreAtOnceGetTheSameNumbers() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (ClipMeter clip = shapes()) {
            Double alone = score(clip, ScoreProgress.none()).value();
            List<Future<ScoreRun>> runs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                runs.add(threads.submit(() -> score(clip, ScoreProgress.none())));
            }
            for (Future<ScoreRun> run : runs) {
                assertEquals(alone, run.get(30, TimeUnit.SECONDS).value());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aThreadThatIsInterruptedCanStillClose() throws Exception {
        ClipMeter clip = shapes();
        Thread.currentThread().interrupt();
        clip.close();
        assertTrue(Thread.interrupted());
        assertFalse(Thread.currentThread().isInterrupted());
        assertThrows(ModelClosedException.class, clip::info);
    }
}
