package org.clipmeter.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextEmbeddingsTest {
    private final FakeTowers encoder = new FakeTowers();

    private TextEmbeddings texts(List<String> texts) {
        return new TextEmbeddings(
                encoder, LongPrompts.CUT, new EmbeddingLookup(EmbeddingStore.NONE, () -> "unasked"), texts);
    }

    @Test
    void textsOfLikeLengthGoTogether() throws IOException {
        List<String> mixed = IntStream.range(0, 300)
                .mapToObj(i -> "x".repeat(1 + i % 8) + i / 8)
                .toList();
        TextEmbeddings texts = texts(mixed);
        texts.encodeUpTo(300, (done, total) -> assertEquals(300, total));
        assertEquals(300, encoder.textBatches.stream().mapToInt(n -> n).sum());
        int last = 0;
        for (List<Integer> lengths : encoder.textLengths) {
            assertTrue(lengths.size() <= 64);
            assertTrue(Collections.min(lengths) >= last, "shorter texts come first");
            last = Collections.max(lengths);
        }
    }

    @Test
    void aTextIsEncodedOnceHoweverFarItsRowsAreApart() throws IOException {
        List<String> spread =
                IntStream.range(0, 3000).mapToObj(i -> "text " + i % 2990).toList();
        TextEmbeddings texts = texts(spread);
        for (int row = 0; row < 3000; row++) {
            texts.encodeUpTo(row + 1, (done, total) -> {});
            texts.take(row);
        }
        assertEquals(2990, encoder.tokenized.size());
        assertEquals(2990, new HashSet<>(encoder.tokenized).size());
    }

    @Test
    void someHundredRowsAreEncodedAheadAndNoMore() throws IOException {
        TextEmbeddings texts =
                texts(IntStream.range(0, 3000).mapToObj(i -> "text " + i).toList());
        texts.encodeUpTo(1, (done, total) -> {});
        assertEquals(512, encoder.tokenized.size());
    }

    @Test
    void aTextIsForgottenAfterItsLastRow() throws IOException {
        TextEmbeddings texts = texts(List.of("a", "b", "a"));
        texts.encodeUpTo(3, (done, total) -> {});
        texts.take(0);
        texts.take(2);
        assertThrows(IllegalStateException.class, () -> texts.take(2));
        texts.take(1);
    }
}
