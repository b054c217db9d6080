package org.clipmeter.erasure;

import static org.clipmeter.erasure.ErasureExamples.CIRCLE;
import static org.clipmeter.erasure.ErasureExamples.NOTHING;
import static org.clipmeter.erasure.ErasureExamples.SQUARE;
import static org.clipmeter.erasure.ErasureExamples.embedded;
import static org.clipmeter.erasure.ErasureExamples.image;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.compare.Proportion;
import org.clipmeter.failure.InvalidRequestException;
import org.junit.jupiter.api.Test;

/** UA, IRA and CRA of images whose concepts are counted by hand. */
class ErasureAccuracyTest {
    /** As close to a circle as to a square. */
    private static final float[] BETWEEN = {0.6f, 0.6f, 0.5291503f};

    private static final List<String> THREE = List.of("circle", "square", "star");

    @Test
    void sharesAreOverTheImagesThatCouldBeEvaluated() {
        List<SeenImage> seen = ErasureExamples.seen(
                "circle circle square",
                "circle circle circle",
                "circle circle gone",
                "circle square square",
                "circle square star",
                "circle square gone",
                "circle square gone");
        RequestAccuracy one = ErasureAccuracy.of(seen, THREE).requests().get(0);
        assertEquals(new Proportion(1, 2), one.ua());
        assertEquals(new Proportion(1, 2), one.ira());
        assertEquals(1, one.failedTargets());
        assertEquals(2, one.failedRetained());
        assertEquals(0.5, one.value());
        assertEquals(4, ErasureAccuracy.of(seen, THREE).evaluated());
        assertNull(one.cra());
    }

    /** One request of 1 + 1 images that is met, one of 3 + 3 that is not: the mean weights requests, the pooled figure images. */
    @Test
    void theMeanOverRequestsIsNotThePooledFigure() {
        ErasureAccuracy accuracy = ErasureAccuracy.of(
                ErasureExamples.seen(
                        "circle circle square",
                        "circle star star",
                        "square square square",
                        "square square square",
                        "square square square",
                        "square star square",
                        "square star square",
                        "square star square"),
                THREE);
        assertEquals(
                List.of("circle", "square"),
                accuracy.requests().stream().map(RequestAccuracy::erased).toList());
        assertEquals(0.5, accuracy.mean(RequestAccuracy::ua));
        assertEquals(0.5, accuracy.mean(RequestAccuracy::ira));
        assertEquals(0.5, accuracy.value());
        assertEquals(new Proportion(1, 4), accuracy.pooled().ua());
        assertEquals(new Proportion(1, 4), accuracy.pooled().ira());
    }

    @Test
    void aRequestWithoutImagesOfOneKindIsLeftOutOfThatMeanOnly() {
        ErasureAccuracy accuracy = ErasureAccuracy.of(
                ErasureExamples.seen("circle circle square", "square square square", "square star star"), THREE);
        assertEquals(0.5, accuracy.mean(RequestAccuracy::ua));
        assertEquals(1.0, accuracy.mean(RequestAccuracy::ira));
    }

    @Test
    void neitherIsCountedApart() {
        List<SeenImage> seen = ErasureExamples.seen(
                "circle circle nothing", "circle circle circle", "circle square square", "circle square nothing");
        RequestAccuracy one = ErasureAccuracy.of(seen, THREE).requests().get(0);
        assertEquals(new RequestAccuracy.Shown(1, 0, 1), one.targets());
        assertEquals(new RequestAccuracy.Shown(1, 0, 1), one.retained());
        assertEquals(new Proportion(1, 2), one.uaWithNeither());
        assertEquals(new Proportion(1, 2), one.iraWithNeither());
    }

    @Test
    void theConfusionMatrixHasNeitherLast() {
        int[][] counts = ErasureAccuracy.of(
                        ErasureExamples.seen(
                                "circle circle square",
                                "circle circle square",
                                "circle square square",
                                "circle star nothing",
                                "circle star gone"),
                        THREE)
                .confusion();
        assertArrayEquals(new int[] {0, 2, 0, 0}, counts[0]);
        assertArrayEquals(new int[] {0, 1, 0, 0}, counts[1]);
        assertArrayEquals(new int[] {0, 0, 0, 1}, counts[2]);
    }

    /** A red circle erased to a blue square: the target's colour is gone too; the other image keeps its own. */
    @Test
    void craIsOverAllImagesWithASecondConcept() {
        ConceptClassifier classifier = ErasureExamples.classifier();
        List<SeenImage> seen = List.of(
                classifier.see(image("a", "circle", "circle", "red"), embedded(SQUARE)),
                classifier.see(image("b", "circle", "square", "blue"), embedded(SQUARE)),
                classifier.see(image("c", "circle", "square", "blue"), embedded(CIRCLE)),
                classifier.see(image("d", "circle", "square", null), embedded(SQUARE)));
        RequestAccuracy one = ErasureAccuracy.of(seen, classifier.concepts()).pooled();
        assertEquals(new Proportion(1, 3), one.cra());
        assertEquals(new Proportion(0, 1), one.craOfTargets());
        assertEquals(new Proportion(1, 2), one.craOfRetained());
    }

    @Test
    void theFirstOfTwoEquallyCloseConceptsIsSeenAsInTheReference() {
        Map<String, float[]> concepts = new LinkedHashMap<>();
        concepts.put("circle", CIRCLE);
        concepts.put("square", SQUARE);
        ConceptClassifier classifier = new ConceptClassifier(concepts, NOTHING, Map.of());
        SeenImage seen = classifier.see(image("a", "circle", "circle", null), embedded(BETWEEN));
        assertEquals("circle", seen.seen());
        assertFalse(seen.isRight());
        concepts.put("square", NOTHING);
        ConceptClassifier neutral = new ConceptClassifier(concepts, SQUARE, Map.of());
        seen = neutral.see(image("a", "circle", "circle", null), embedded(BETWEEN));
        assertFalse(seen.neither(), "a text that is as close is not closer");
    }

    @Test
    void figuresWithoutFlaggedPicturesStandBesideTheOthersAboveOnePercent() {
        ErasureAccuracy accuracy = ErasureAccuracy.of(
                ErasureExamples.seen("circle circle black", "circle circle square", "circle square square"), THREE);
        ErasureAccuracy clean = accuracy.withoutFlagged();
        assertNotNull(clean);
        assertEquals(2, accuracy.pooled().ua().n());
        assertEquals(new Proportion(1, 1), clean.pooled().ua());
        String[] many = new String[100];
        Arrays.fill(many, "circle square square");
        many[0] = "circle circle black";
        assertNull(ErasureAccuracy.of(ErasureExamples.seen(many), THREE).withoutFlagged(), "exactly 1 %");
    }

    @Test
    void oneConceptAloneIsRefused() {
        String refusal = assertThrows(
                        InvalidRequestException.class,
                        () -> new ConceptClassifier(Map.of("circle", CIRCLE), NOTHING, Map.of()))
                .getMessage();
        assertTrue(refusal.contains("circle alone"), refusal);
    }
}
