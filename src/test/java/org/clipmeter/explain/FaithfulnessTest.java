package org.clipmeter.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.clipmeter.failure.InvalidRequestException;
import org.junit.jupiter.api.Test;

/** Expected values are computed by hand. */
class FaithfulnessTest {
    private static Curve curve(double... scores) {
        return new Curve(
                List.of(0.0, .25, 1.0), java.util.Arrays.stream(scores).boxed().toList());
    }

    /** .25 · (8 + 4) / 2 + .75 · (4 + 0) / 2 = 1.5 + 1.5. */
    @Test
    void theAreaIsThatOfTrapezoidsOverTheShares() {
        assertEquals(3, curve(8, 4, 0).area(), 1e-12);
    }

    @Test
    void countsTheOrdersThatAreWorseByMoreThanRounding() {
        Curve map = curve(8, 4, 0);
        Faithfulness test = new Faithfulness(
                map, map, List.of(curve(8, 6, 0), curve(8, 5, 0), curve(8, 4.1, 0), curve(8, 2, 0)), null, .1);
        assertEquals(2, test.deletionBeats());
        assertEquals(1, test.insertionBeats());
        assertEquals((4 + 3.5 + 3.05 + 2) / 4, test.randomArea(), 1e-12);
    }

    @Test
    void theMostRelevantPatchComesFirstAndOfEqualOnesTheUpperLeft() {
        PatchMap map = new PatchMap(2, new float[] {.1f, -.5f, .3f, .1f});
        assertArrayEquals(new int[] {2, 0, 3, 1}, map.order());
        assertEquals(.5, map.largest(), 1e-6);
        assertEquals(.3, map.at(1, 0), 1e-6);
    }

    @Test
    void aMapHasAFiniteValueForEachPatch() {
        for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            assertThrows(InvalidRequestException.class, () -> new PatchMap(1, new float[] {value}));
        }
        assertThrows(InvalidRequestException.class, () -> new PatchMap(0, new float[0]));
        assertThrows(InvalidRequestException.class, () -> new PatchMap(-1, new float[] {1}));
    }
}
