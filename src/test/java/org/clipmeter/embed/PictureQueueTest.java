package org.clipmeter.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.RgbImage;
import org.junit.jupiter.api.Test;

/** The threads that prepare pictures may change nothing but the time that it takes. */
class PictureQueueTest {
    private static final List<Path> FILES =
            IntStream.range(0, 500).mapToObj(PictureQueueTest::file).toList();

    private static Path file(int i) {
        String name = i % 11 == 3 ? FakePictures.WEB_PAGE + "@" + i : i % 13 == 5 ? "twin@" + i : "coco_" + i;
        return Path.of(name + ".png");
    }

    private static Embedder embedder(
            FakeTowers encoder, int batch, EmbeddingStore store, PictureLoader.Source source, Budget budget) {
        return new Embedder(encoder, batch, new EmbeddingLookup(store, () -> "model"), source, budget);
    }

    private static List<EmbeddedImage> embed(Embedder embedder, BooleanSupplier cancelled, IntConsumer progress)
            throws IOException {
        List<EmbeddedImage> all = new ArrayList<>();
        try (ImageEmbeddings images = embedder.images(FILES, cancelled)) {
            for (List<EmbeddedImage> next = images.next(); !next.isEmpty(); next = images.next()) {
                all.addAll(next);
                progress.accept(all.size());
            }
        }
        return all;
    }

    /** The numbers of the vector, or the fault. */
    private static String text(EmbeddedImage image) {
        return image.embedding() instanceof Embedding.Vector vector
                ? Arrays.toString(vector.values()) + image.flags()
                : image.embedding().toString();
    }

    @Test
    void theNumberOfWorkersAndTheHeapChangeNothing() throws IOException {
        List<String> expected = null;
        List<Integer> batches = null;
        for (int workers : new int[] {1, 2, 3, 8}) {
            for (long heap : new long[] {1 << 12, 1 << 30}) {
                for (int repeat = 0; repeat < 3; repeat++) {
                    FakeTowers encoder = new FakeTowers();
                    FakePictures pictures = new FakePictures();
                    pictures.whileDecoding = () -> LockSupport.parkNanos(1000);
                    Embedder embedder = embedder(encoder, 5, new MemoryStore(), pictures, new Budget(workers, heap));
                    List<String> images = embed(embedder, () -> false, done -> {}).stream()
                            .map(PictureQueueTest::text)
                            .toList();
                    expected = expected == null ? images : expected;
                    batches = batches == null ? encoder.imageBatches : batches;
                    assertEquals(FILES.size(), images.size());
                    assertEquals(expected, images);
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
                return new byte[100]; // of an unknown format: counted as 16 million pixels, 128 MB
            }

            @Override
            public RgbImage decode(byte[] encoded, String name) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                LockSupport.parkNanos(1000);
                inside.decrementAndGet();
                return FakePictures.pixel(1, 2, 3);
            }
        };
        assertEquals(500, vectors(large, new Budget(8, 512 << 20)));
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
                return FakePictures.pixel(1, 2, 3);
            }
        };
        assertEquals(500, vectors(tight, new Budget(1, 512 << 20)));
        assertEquals(1000, attempts.get());
    }

    private static long vectors(PictureLoader.Source source, Budget budget) throws IOException {
        Embedder embedder = embedder(new FakeTowers(), Embedder.AUTO, EmbeddingStore.NONE, source, budget);
        return embed(embedder, () -> false, done -> {}).stream()
                .filter(image -> image.embedding() instanceof Embedding.Vector)
                .count();
    }

    @Test
    void decodingRunsAheadByABatchAndNoFurther() throws IOException {
        FakePictures pictures = new FakePictures();
        List<Integer> ahead = new ArrayList<>();
        Embedder embedder = embedder(new FakeTowers(), 10, EmbeddingStore.NONE, pictures, new Budget(4, 1 << 30));
        embed(embedder, () -> false, done -> ahead.add(pictures.decoded.get() - done));
        assertTrue(ahead.stream().allMatch(n -> n <= 10 + 4 + 4), ahead.toString());
    }

    @Test
    void cancellingIsAnsweredWhileAPictureIsStillBeingDecoded() {
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
        Embedder embedder =
                embedder(new FakeTowers(), Embedder.AUTO, EmbeddingStore.NONE, stuck, new Budget(2, 1 << 30));
        CancellationException e = assertThrows(
                CancellationException.class, () -> embed(embedder, () -> polled.incrementAndGet() > 20, done -> {}));
        assertEquals("cancelled at image 0 of 500", e.getMessage());
        answered.countDown();
    }
}
