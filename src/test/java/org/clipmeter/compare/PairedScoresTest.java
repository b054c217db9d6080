package org.clipmeter.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.score.Failed;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.junit.jupiter.api.Test;

class PairedScoresTest {
    private static final Prompt A = Runs.prompt("a");
    private static final Prompt B = Runs.prompt("b");
    private static final Prompt C = Runs.prompt("c");
    private static final Prompt D = Runs.prompt("d");
    private static final Failed GONE = new Failed("missing", "gone");

    @Test
    void joinsByIdWhateverTheOrder() {
        ScoreResult first = Runs.of("m", List.of(A, B, C), List.of(Runs.scored(1), Runs.scored(2), Runs.scored(3)));
        ScoreResult second = Runs.of("m", List.of(C, A, B), List.of(Runs.scored(30), Runs.scored(10), Runs.scored(20)));
        assertArrayEquals(
                new double[] {9, 18, 27}, PairedScores.of(first, second).deltas());
    }

    @Test
    void countsWhatDoesNotPair() {
        Prompt other = new Prompt("c", "coco", "another text", List.of());
        ScoreResult first = Runs.of("m", List.of(A, B, C), List.of(Runs.scored(1), Runs.scored(2), Runs.scored(3)));
        ScoreResult second = Runs.of("m", List.of(B, other, D), List.of(GONE, Runs.scored(1), Runs.scored(1)));
        PairedScores paired = PairedScores.of(first, second);
        assertEquals(List.of(), paired.pairs());
        assertEquals(
                List.of("1 only in sd", "1 only in uce", "1 without a score", "1 with another text"),
                paired.leftovers("sd", "uce"));
    }

    @Test
    void severalImagesOfAPromptCountByTheirMean() {
        ScoreResult first = Runs.of("m", List.of(A, A, A), List.of(Runs.scored(1), Runs.scored(3), GONE));
        ScoreResult second = Runs.of("m", List.of(A), List.of(Runs.scored(5)));
        PairedScores paired = PairedScores.of(first, second);
        assertArrayEquals(new double[] {3}, paired.deltas());
        assertEquals(2, paired.firstImages());
        assertEquals(1, paired.secondImages());
        assertTrue(paired.isClustered());
        assertEquals(1, paired.firstFailed());
        assertEquals(0, paired.secondFailed());
    }

    @Test
    void otherModelsAreRefusedWithTheReason() {
        ScoreResult one = Runs.of("B/32", List.of(A), List.of(Runs.scored(1)));
        ScoreResult other = Runs.of("L/14", List.of(A), List.of(Runs.scored(1)));
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> SameScoring.require("sd", one, "uce", other))
                        .getMessage());
        assertTrue(message.startsWith(SameModel.RULE), message);
        assertTrue(message.contains("sd was scored with B/32, uce with L/14"), message);
    }
}
