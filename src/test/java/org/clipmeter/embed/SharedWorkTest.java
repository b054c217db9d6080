package org.clipmeter.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that share a cache file share the work, whichever way the others end. */
@Timeout(60)
class SharedWorkTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int PICTURES = 300;

    @TempDir
    private Path folder;

    private EmbeddingCache cache;
    private EmbeddingCache others;
    private final FakeTowers encoder = new FakeTowers();

    @BeforeEach
    void open() {
        cache = EmbeddingCache.in(folder);
        others = EmbeddingCache.in(folder);
        others.open();
    }

    @AfterEach
    void close() {
        cache.close();
        others.close();
    }

    private static List<Path> files(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Path.of(i % 50 == 7 ? FakePictures.WEB_PAGE + i : "picture" + i))
                .toList();
    }

    private static List<String> texts() {
        return IntStream.range(0, PICTURES).mapToObj(i -> "t" + i).toList();
    }

    private static EmbeddingKey key(String picture) {
        String content = EmbeddingLookup.content(picture.getBytes(StandardCharsets.UTF_8));
        return new EmbeddingKey(EmbeddingKey.Modality.IMAGE, content, "model");
    }

    private static Embedder embedder(FakeTowers encoder, EmbeddingStore store, Duration patience) {
        FakePictures pictures = new FakePictures();
        pictures.whileDecoding = () -> LockSupport.parkNanos(200_000);
        EmbeddingLookup lookup = new EmbeddingLookup(store, () -> "model", patience);
        return new Embedder(encoder, 4, lookup, pictures, FakePictures.BUDGET);
    }

    private static List<EmbeddedImage> embed(Embedder embedder, List<Path> files) throws IOException {
        List<EmbeddedImage> all = new ArrayList<>();
        try (ImageEmbeddings images = embedder.images(files, () -> false)) {
            for (List<EmbeddedImage> next = images.next(); !next.isEmpty(); next = images.next()) {
                all.addAll(next);
            }
        }
        return all;
    }

    private static int sum(List<Integer> batches) {
        return batches.stream().mapToInt(n -> n).sum();
    }

    @Test
    void threeRunsComputeEachImageAndTextOnceWhateverTheirOrder() throws Exception {
        List<FakeTowers> encoders = new ArrayList<>();
        List<EmbeddingCache> caches = new ArrayList<>();
        List<Future<List<EmbeddedImage>>> runs = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        for (int run = 0; run < 3; run++) {
            FakeTowers own = new FakeTowers();
            encoders.add(own);
            EmbeddingCache shared = EmbeddingCache.in(folder);
            caches.add(shared);
            List<Path> files = new ArrayList<>(files(PICTURES));
            if (run == 2) {
                Collections.shuffle(files, new Random(14));
            }
            runs.add(threads.submit(() -> {
                Embedder embedder = embedder(own, shared, LONG);
                TextEmbeddings texts = embedder.texts(texts(), LongPrompts.CUT);
                texts.encodeUpTo(PICTURES, (done, total) -> {});
                for (int row = 0; row < PICTURES; row++) {
                    assertInstanceOf(Embedding.Vector.class, texts.take(row).embedding());
                }
                return embed(embedder, files);
            }));
        }
        for (Future<List<EmbeddedImage>> run : runs) {
            List<EmbeddedImage> images = run.get();
            assertEquals(PICTURES, images.size());
            for (EmbeddedImage image : images) {
                boolean broken = image.file().toString().startsWith(FakePictures.WEB_PAGE);
                Class<?> expected = broken ? Embedding.Fault.class : Embedding.Vector.class;
                assertInstanceOf(expected, image.embedding(), image.file().toString());
                if (image.embedding() instanceof Embedding.Fault fault) {
                    assertTrue(fault.message().contains(image.file().toString()), fault.message());
                }
            }
        }
        int good = PICTURES - PICTURES / 50;
        int computed = encoders.stream().mapToInt(own -> sum(own.imageBatches)).sum();
        assertEquals(good, computed, "images computed by all three");
        int encoded = encoders.stream().mapToInt(own -> sum(own.textBatches)).sum();
        assertEquals(PICTURES, encoded, "texts encoded by all three");
        threads.shutdown();
        caches.forEach(EmbeddingCache::close);
    }

    @Test
    void whatOthersReleaseWithoutStoringItIsComputed() throws Exception {
        assertTrue(others.claim(key("picture3")));
        Thread releasing = new Thread(() -> {
            LockSupport.parkNanos(200_000_000);
            others.release(List.of(key("picture3")));
        });
        releasing.start();
        List<EmbeddedImage> images = embed(embedder(encoder, cache, LONG), files(7));
        assertEquals(7, sum(encoder.imageBatches));
        assertTrue(images.stream().noneMatch(EmbeddedImage::cached));
        releasing.join();
    }

    @Test
    void whoComputesForTooLongIsWaitedForOnce() throws IOException {
        assertTrue(others.claim(key("picture1")));
        assertTrue(others.claim(key("picture" + (PICTURES - 1))));
        embed(embedder(encoder, cache, Duration.ofMillis(100)), files(PICTURES));
        assertEquals(PICTURES - PICTURES / 50, sum(encoder.imageBatches));
    }

    @Test
    void aRunThatWaitsCanBeCancelled() {
        assertTrue(others.claim(key("picture0")));
        AtomicInteger asked = new AtomicInteger();
        try (ImageEmbeddings images =
                embedder(encoder, cache, LONG).images(files(1), () -> asked.incrementAndGet() > 50)) {
            assertThrows(CancellationException.class, images::next);
        }
    }

    @Test
    void aRunThatEndsEarlyLeavesNoClaims() throws IOException {
        try (ImageEmbeddings images = embedder(encoder, cache, LONG).images(files(PICTURES), () -> false)) {
            images.next();
            assertTrue(
                    IntStream.range(0, PICTURES).anyMatch(i -> !others.claim(key("picture" + i))),
                    "it has claimed what it decodes ahead");
        }
        for (int i = 0; i < PICTURES; i++) {
            others.release(List.of(key("picture" + i)));
            assertTrue(others.claim(key("picture" + i)), "picture" + i);
        }
    }

    @Test
    void aCacheThatIsOffOrBrokenMakesNobodyWait() throws IOException {
        EmbeddingCache broken =
                EmbeddingCache.in(Files.createFile(folder.resolve("a file")).resolve("cache"));
        broken.open();
        for (EmbeddingCache none : List.of(EmbeddingCache.off(), broken)) {
            for (int twice = 0; twice < 2; twice++) {
                assertTrue(none.claim(key("a")), none.toString());
            }
            none.release(List.of(key("a")));
        }
    }

    @Test
    void aClaimLastsUntilItIsReleased() {
        assertTrue(cache.claim(key("a")));
        assertFalse(others.claim(key("a")));
        cache.release(List.of(key("a"), key("b")));
        assertTrue(others.claim(key("a")));
    }
}
