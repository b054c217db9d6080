package org.clipmeter.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TimedComparisonTest {
    @Test
    void theRatioIsTakenRoundByRoundSoThatNoiseHitsBothSides() {
        // Rounds 2, 2 and 3 times faster; the ratio of the medians would be 4 / 2 = 2 by chance, the spread would not.
        TimedComparison comparison =
                new TimedComparison("work", "other", 0, null, List.of(1.0, 4.0, 2.0), List.of(2.0, 8.0, 6.0));
        assertEquals(new Spread(2, 2, 3), comparison.ratio());
        assertEquals(new Spread(2, 1, 4), comparison.clipmeterFigure());
    }

    @Test
    void itemsAreShownASecond() {
        TimedComparison comparison = new TimedComparison("work", "other", 10, 1.0, List.of(2.0), List.of(5.0));
        assertEquals(new Spread(5, 5, 5), comparison.clipmeterFigure());
        assertEquals(new Spread(2, 2, 2), comparison.referenceFigure());
    }

    @Test
    void sidesWithDifferentNumbersOfRoundsAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new TimedComparison("work", "other", 1, null, List.of(1.0), List.of(1.0, 2.0)));
    }
}
