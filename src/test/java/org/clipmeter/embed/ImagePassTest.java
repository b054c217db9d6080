package org.clipmeter.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several models embed the same images: each image is decoded once, and no model is disturbed by another. */
@Timeout(60)
class ImagePassTest {
    private static final List<Path> FILES =
            IntStream.range(0, 100).mapToObj(i -> Path.of("picture" + i)).toList();

    private final FakeTowers first = new FakeTowers();
    private final FakeTowers second = new FakeTowers();
    private final FakePictures pictures = new FakePictures();
    private final MemoryStore store = new MemoryStore();

    private Embedder embedder(FakeTowers encoder, int batch, EmbeddingStore kept, String space) {
        return FakePictures.embedder(encoder, batch, kept, () -> space, pictures);
    }

    private static List<List<EmbeddedImage>> embed(List<Embedder> embedders, List<Path> files) throws IOException {
        List<List<EmbeddedImage>> all = new ArrayList<>();
        try (ImagePass pass = Embedder.together(embedders, files, () -> false)) {
            for (List<List<EmbeddedImage>> next = pass.next(); !next.isEmpty(); next = pass.next()) {
                assertTrue(next.size() <= pass.mostAtOnce());
                all.addAll(next);
            }
        }
        return all;
    }

    private static int encoded(FakeTowers encoder) {
        return encoder.imageBatches.stream().mapToInt(n -> n).sum();
    }

    private static float[] vector(EmbeddedImage image) {
        return assertInstanceOf(Embedding.Vector.class, image.embedding()).values();
    }

    @Test
    void eachImageIsReadAndDecodedOnceAndEncodedByEachModelInItsOwnBatches() throws IOException {
        List<List<EmbeddedImage>> images =
                embed(List.of(embedder(first, 16, store, "one"), embedder(second, 4, store, "two")), FILES);
        assertEquals(100, pictures.decoded.get());
        assertEquals(100, pictures.read.get());
        assertEquals(100, encoded(first));
        assertEquals(100, encoded(second));
        assertTrue(second.imageBatches.stream().allMatch(batch -> batch <= 4), second.imageBatches.toString());
        assertTrue(first.imageBatches.contains(16), first.imageBatches.toString());
        assertEquals(FILES, images.stream().map(image -> image.get(0).file()).toList());
        assertEquals(200, store.entries.size());
        List<EmbeddedImage> alone = new ArrayList<>();
        try (ImageEmbeddings own =
                embedder(new FakeTowers(), 16, EmbeddingStore.NONE, "one").images(FILES, () -> false)) {
            for (List<EmbeddedImage> next = own.next(); !next.isEmpty(); next = own.next()) {
                alone.addAll(next);
            }
        }
        for (int i = 0; i < 100; i++) {
            assertArrayEquals(vector(alone.get(i)), vector(images.get(i).get(0)));
            assertArrayEquals(vector(alone.get(i)), vector(images.get(i).get(1)));
        }
    }

    @Test
    void onlyTheModelThatLacksAnEmbeddingEncodes() throws IOException {
        embed(List.of(embedder(first, 8, store, "one")), FILES.subList(0, 60));
        pictures.decoded.set(0);
        first.imageBatches.clear();
        List<List<EmbeddedImage>> images =
                embed(List.of(embedder(first, 8, store, "one"), embedder(second, 8, store, "two")), FILES);
        assertEquals(100, pictures.decoded.get());
        assertEquals(40, encoded(first));
        assertEquals(100, encoded(second));
        assertTrue(images.get(0).get(0).cached());
        assertFalse(images.get(0).get(1).cached());
        assertFalse(images.get(99).get(0).cached());
        pictures.decoded.set(0);
        embed(List.of(embedder(second, 8, store, "two"), embedder(first, 8, store, "one")), FILES);
        assertEquals(0, pictures.decoded.get(), "everything is stored");
    }

    @Test
    void aModelThatFailsCostsTheOthersNothing() throws IOException {
        second.imageFault = () -> {
            throw new IllegalStateException("broken");
        };
        List<List<EmbeddedImage>> images =
                embed(List.of(embedder(first, 8, store, "one"), embedder(second, 8, store, "two")), FILES);
        for (List<EmbeddedImage> image : images) {
            assertInstanceOf(Embedding.Vector.class, image.get(0).embedding());
            assertEquals(
                    "model_error",
                    assertInstanceOf(Embedding.Fault.class, image.get(1).embedding())
                            .status());
        }
        assertEquals(100, store.entries.size());
    }

    @Test
    void anImageThatCannotBeReadFailsForAllModelsAndTwinsAreDecodedOnce() throws IOException {
        List<Path> files = List.of(
                Path.of("twin@1"),
                Path.of(FakePictures.WEB_PAGE),
                Path.of("twin@2"),
                Path.of(FakePictures.FILE_MISSING));
        List<List<EmbeddedImage>> images =
                embed(List.of(embedder(first, 8, store, "one"), embedder(second, 8, store, "two")), files);
        assertEquals(1, encoded(first));
        assertEquals(1, encoded(second));
        assertArrayEquals(vector(images.get(0).get(1)), vector(images.get(2).get(1)));
        for (int model = 0; model < 2; model++) {
            assertEquals(
                    List.of("html", "missing"),
                    List.of(
                            assertInstanceOf(
                                            Embedding.Fault.class,
                                            images.get(1).get(model).embedding())
                                    .status(),
                            assertInstanceOf(
                                            Embedding.Fault.class,
                                            images.get(3).get(model).embedding())
                                    .status()));
        }
    }

    /** Two names of one model have the same embeddings; a run that waited for its own claims would never end. */
    @Test
    void twoModelsWithTheSameEmbeddingsDoNotWaitForEachOther(@TempDir Path folder) throws IOException {
        EmbeddingCache cache = EmbeddingCache.in(folder);
        List<List<EmbeddedImage>> images =
                embed(List.of(embedder(first, 8, cache, "same"), embedder(second, 8, cache, "same")), FILES);
        assertEquals(100, images.size());
        assertEquals(100, pictures.decoded.get());
        cache.close();
    }

    /** Runs with the models in another order claim the parts of a picture in another order. */
    @Test
    void runsWithTheModelsInAnotherOrderEndAndDecodeNothingTwice(@TempDir Path folder) throws Exception {
        EmbeddingCache one = EmbeddingCache.in(folder);
        EmbeddingCache other = EmbeddingCache.in(folder);
        List<Embedder> forwards = List.of(embedder(first, 8, one, "one"), embedder(second, 8, one, "two"));
        FakeTowers third = new FakeTowers();
        FakeTowers fourth = new FakeTowers();
        List<Embedder> backwards = List.of(embedder(fourth, 8, other, "two"), embedder(third, 8, other, "one"));
        List<List<EmbeddedImage>> found = new ArrayList<>();
        Thread thread = new Thread(() -> {
            try {
                found.addAll(embed(backwards, FILES));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.start();
        assertEquals(100, embed(forwards, FILES).size());
        thread.join();
        assertEquals(100, found.size());
        assertEquals(100, encoded(first) + encoded(third));
        assertEquals(100, encoded(second) + encoded(fourth));
        one.close();
        other.close();
    }
}
