package org.clipmeter.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.clipmeter.prompts.Prompt;
import org.junit.jupiter.api.Test;

class ScoreScaleTest {
    private static final Prompt ONE = Runs.prompt("one");
    private static final Prompt TWO = Runs.prompt("two");

    /** Three images of one prompt and one of another; a second one of that failed. */
    private static ScoreResult result() {
        return Runs.of(
                "B/32",
                List.of(ONE, ONE, ONE, TWO, TWO),
                List.of(
                        new Scored(20, 0.2),
                        new Scored(24, 0.24),
                        new Scored(28, 0.28),
                        new Scored(-10, -0.1),
                        new Failed("missing", "gone")));
    }

    @Test
    void eachScaleHasItsFormula() {
        assertEquals(62.0 / 4, ScoreScale.LOGITS.meanOverImages(result()));
        assertEquals(62.0 / 4, ScoreScale.HUNDRED_COSINES.meanOverImages(result()), 1e-12);
        assertEquals(0.62 / 4, ScoreScale.COSINE.meanOverImages(result()), 1e-12);
        // 2.5 (0.2 + 0.24 + 0.28 + 0) / 4: a negative cosine counts as 0
        assertEquals(0.45, ScoreScale.CLIP_S.meanOverImages(result()), 1e-12);
    }

    @Test
    void overPromptsEachPromptCountsTheSame() {
        assertEquals((24.0 - 10) / 2, ScoreScale.LOGITS.meanOverPrompts(result()));
        assertEquals((0.6 + 0) / 2, ScoreScale.CLIP_S.meanOverPrompts(result()), 1e-12);
    }

    @Test
    void withoutAScoreThereIsNoMean() {
        ScoreResult none = Runs.of("B/32", List.of(ONE), List.of(new Failed("missing", "gone")));
        assertNull(ScoreScale.LOGITS.meanOverImages(none));
        assertNull(ScoreScale.CLIP_S.meanOverPrompts(none));
    }
}
