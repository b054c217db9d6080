package org.clipmeter.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.clipmeter.model.Similarity;
import org.junit.jupiter.api.Test;

/** Embeds images and texts without scoring them, as a metric over a whole set does. */
class EmbedderTest {
    private final FakeTowers encoder = new FakeTowers();
    private final MemoryStore store = new MemoryStore();

    private Embedder embedder() {
        return FakePictures.embedder(encoder, 4, store, () -> "model", new FakePictures());
    }

    private List<EmbeddedImage> embed(List<Path> files) throws IOException {
        List<EmbeddedImage> all = new ArrayList<>();
        try (ImageEmbeddings images = embedder().images(files, () -> false)) {
            for (List<EmbeddedImage> next = images.next(); !next.isEmpty(); next = images.next()) {
                assertTrue(next.size() <= images.mostAtOnce());
                all.addAll(next);
            }
        }
        return all;
    }

    @Test
    void imagesComeInOrderEachWithItsVectorOrItsFault() throws IOException {
        List<Path> files = List.of(
                Path.of("a"),
                Path.of(FakePictures.WEB_PAGE),
                Path.of("b"),
                Path.of(FakePictures.FILE_MISSING),
                Path.of("a"));
        List<EmbeddedImage> images = embed(files);
        assertEquals(files, images.stream().map(EmbeddedImage::file).toList());
        assertEquals(
                "html",
                assertInstanceOf(Embedding.Fault.class, images.get(1).embedding())
                        .status());
        assertEquals(
                "missing",
                assertInstanceOf(Embedding.Fault.class, images.get(3).embedding())
                        .status());
        assertEquals(images.get(0).embedding(), images.get(4).embedding());
        assertEquals(2, encoder.imageBatches.stream().mapToInt(n -> n).sum());
    }

    @Test
    void whatWasStoredIsFoundAndMarked() throws IOException {
        List<Path> files = List.of(Path.of("a"), Path.of("b"));
        assertTrue(embed(files).stream().noneMatch(EmbeddedImage::cached));
        assertTrue(embed(files).stream().allMatch(EmbeddedImage::cached));
    }

    @Test
    void textsAreEmbeddedWithoutImages() throws IOException {
        TextEmbeddings texts = embedder().texts(List.of("a cat", "a dog", "a cat"), LongPrompts.CUT);
        texts.encodeUpTo(3, (done, total) -> assertEquals(2, total));
        EmbeddedText first = texts.take(0);
        assertInstanceOf(Embedding.Vector.class, first.embedding());
        assertEquals(first, texts.take(2));
        assertThrows(IllegalStateException.class, () -> texts.take(0));
    }

    @Test
    void aCancelledEmbeddingSaysHowFarItCame() {
        try (ImageEmbeddings images = embedder().images(List.of(Path.of("a")), () -> true)) {
            CancellationException e = assertThrows(CancellationException.class, images::next);
            assertEquals("cancelled at image 0 of 1", e.getMessage());
        }
    }

    @Test
    void similarityIsScaleTimesCosinePlusBias() {
        double cosine = Similarity.cosine(new float[] {0.6f, 0.8f}, new float[] {0.8f, 0.6f});
        assertEquals(0.96, cosine, 1e-7);
        assertEquals(86, new Similarity(100, -10).logit(cosine), 1e-5);
        assertThrows(IllegalArgumentException.class, () -> Similarity.cosine(new float[1], new float[2]));
    }
}
