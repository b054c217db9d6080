package org.clipmeter.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.clipmeter.embed.EmbeddedText;
import org.clipmeter.embed.Embedding;
import org.clipmeter.model.Similarity;
import org.junit.jupiter.api.Test;

class CaptionRanksTest {
    private static EmbeddedText text(float... vector) {
        return new EmbeddedText(3, false, Embedding.of(vector));
    }

    private final CaptionRanks ranks = new CaptionRanks(
            List.of(
                    text(1, 0, 0, 0, 0),
                    text(0.8f, 0.6f, 0, 0, 0),
                    text(0.8f, 0, 0, 0, 0.6f),
                    new EmbeddedText(90, true, Embedding.Fault.notFinite()),
                    text(0, 1, 0, 0, 0)),
            new Similarity(100, 0));

    /** Logits with the image (1, 0, 0, 0, 0): 100, 80, 80, none, 0. */
    @Test
    void theRankIsOneMoreThanTheTextsThatFitBetterAndTiesShareTheirs() {
        float[] image = {1, 0, 0, 0, 0};
        assertEquals(1, ranks.of(image, 0));
        assertEquals(2.5, ranks.of(image, 1));
        assertEquals(2.5, ranks.of(image, 2));
        assertEquals(4, ranks.of(image, 4));
        assertEquals(4, ranks.captions());
    }

    @Test
    void theLastOfFiveDimensionsCounts() {
        float[] image = {0, 0, 0, 0, 1};
        assertEquals(1, ranks.of(image, 2));
        assertEquals(3, ranks.of(image, 0)); // behind one, level with the two others that have a logit of 0
    }

    @Test
    void figuresOfRanksAreSharesAndTheMedian() {
        Retrieval found = Retrieval.of(new double[] {1, 2.5, 1, 7}, 9);
        assertEquals(new Retrieval(4, 9, 0.5, 0.75, 1.75), found);
        assertEquals(new Retrieval(0, 9, null, null, null), Retrieval.of(new double[0], 9));
    }
}
