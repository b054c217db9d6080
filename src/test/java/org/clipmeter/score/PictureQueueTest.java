package org.clipmeter.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.prompts.Prompt;
import org.junit.jupiter.api.Test;

class PictureQueueTest {
    private static final List<Prompt> PROMPTS = IntStream.range(0, 500)
            .mapToObj(i -> new Prompt(name(i), "test", "text " + i % 50, List.of()))
            .toList();

    private static String name(int i) {
        return i % 11 == 3 ? "html@" + i : i % 13 == 5 ? "twin@" + i : "coco_" + i;
    }

    @Test
    void theNumberOfWorkersAndTheHeapChangeNothing() throws IOException {
        List<Outcome> expected = null;
        List<Integer> batches = null;
        for (int workers : new int[] {1, 2, 3, 8}) {
            for (long heap : new long[] {1 << 12, 1 << 30}) {
                for (int repeat = 0; repeat < 3; repeat++) {
                    FakeEncoder encoder = new FakeEncoder();
                    FakePictures pictures = new FakePictures();
                    pictures.whileDecoding = () -> LockSupport.parkNanos(1000);
                    ScoreResult result = new Scorer(
                                    encoder,
                                    new ScoreOptions(5, LongPrompts.CUT),
                                    new MemoryStore(),
                                    () -> "model",
                                    pictures,
                                    new Budget(workers, heap))
                            .score(Runs.pairs(PROMPTS), () -> Runs.MODEL, Runs.CONFIG, ScoreProgress.NONE, () -> false);
                    List<Outcome> outcomes =
                            result.rows().stream().map(ScoreRow::outcome).toList();
                    expected = expected == null ? outcomes : expected;
                    batches = batches == null ? encoder.imageBatches : batches;
                    assertEquals(expected, outcomes);
                    assertEquals(batches, encoder.imageBatches);
                }
            }
        }
    }

    @Test
    void noMorePicturesAreDecodedAtOnceThanTheirMemoryAllows() throws IOException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        PictureLoader.Source large = new PictureLoader.Source() {
            @Override
            public byte[] read(Path file) {
                return new byte[100]; // of no known format: reckoned as 16 million pixels, 128 MB
            }

            @Override
            public RgbImage decode(byte[] encoded, String name) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                LockSupport.parkNanos(1000);
                inside.decrementAndGet();
                return Runs.pixel(1, 2, 3);
            }
        };
        ScoreResult result = score(large, new Budget(8, 512 << 20));
        assertEquals(500, result.evaluatedCount());
        assertTrue(most.get() <= 2, most + " pictures of 128 MB at once in half of 512 MB");
    }

    @Test
    void whatLacksMemoryBesideOthersIsTriedAgainAlone() throws IOException {
        AtomicInteger attempts = new AtomicInteger();
        PictureLoader.Source tight = new PictureLoader.Source() {
            @Override
            public byte[] read(Path file) {
                return new byte[100];
            }

            @Override
            public RgbImage decode(byte[] encoded, String name) throws ImageException {
                if (attempts.incrementAndGet() % 2 == 1) {
                    throw new ImageException(
                            ImageException.Reason.TOO_LARGE, "the heap can't hold it", new OutOfMemoryError());
                }
                return Runs.pixel(1, 2, 3);
            }
        };
        assertEquals(500, score(tight, new Budget(1, 512 << 20)).evaluatedCount());
        assertEquals(1000, attempts.get());
    }

    @Test
    void decodingRunsAheadByABatchAndNoFurther() throws IOException {
        FakePictures pictures = new FakePictures();
        List<Integer> ahead = new ArrayList<>();
        new Scorer(
                        new FakeEncoder(),
                        new ScoreOptions(10, LongPrompts.CUT),
                        EmbeddingStore.NONE,
                        () -> "unasked",
                        pictures,
                        new Budget(4, 1 << 30))
                .score(
                        Runs.pairs(PROMPTS),
                        () -> Runs.MODEL,
                        Runs.CONFIG,
                        step -> {
                            if (step.stage() == ScoreStep.Stage.IMAGES) {
                                ahead.add(pictures.decoded.get() - step.done());
                            }
                        },
                        () -> false);
        assertTrue(ahead.stream().allMatch(n -> n <= 10 + 4 + 4), ahead.toString());
    }

    @Test
    void aCancelledRunIsAnsweredWhileAPictureIsStillBeingDecoded() {
        CountDownLatch answered = new CountDownLatch(1);
        FakePictures stuck = new FakePictures();
        stuck.whileDecoding = () -> {
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        AtomicInteger polled = new AtomicInteger();
        Scorer scorer = new Scorer(
                new FakeEncoder(),
                ScoreOptions.DEFAULT,
                EmbeddingStore.NONE,
                () -> "unasked",
                stuck,
                new Budget(2, 1 << 30));
        ScoreCancelledException e = assertThrows(
                ScoreCancelledException.class,
                () -> scorer.score(
                        Runs.pairs(PROMPTS),
                        () -> Runs.MODEL,
                        Runs.CONFIG,
                        ScoreProgress.NONE,
                        () -> polled.incrementAndGet() > 20));
        assertEquals(0, e.done());
        answered.countDown();
    }

    private static ScoreResult score(PictureLoader.Source source, Budget budget) throws IOException {
        return new Scorer(new FakeEncoder(), ScoreOptions.DEFAULT, EmbeddingStore.NONE, () -> "unasked", source, budget)
                .score(Runs.pairs(PROMPTS), () -> Runs.MODEL, Runs.CONFIG, ScoreProgress.NONE, () -> false);
    }
}
