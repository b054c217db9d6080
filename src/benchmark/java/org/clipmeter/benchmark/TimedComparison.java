package org.clipmeter.benchmark;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The seconds of two sides that took turns at the same work.
 *
 * @param what the work
 * @param reference the other side
 * @param items images (or pairs) per turn; 0 if a turn has no items, so that seconds are shown
 * @param target the ratio to reach; null if there is no target
 */
record TimedComparison(
        String what,
        String reference,
        int items,
        @Nullable Double target,
        List<Double> clipmeterSeconds,
        List<Double> referenceSeconds) {
    TimedComparison {
        clipmeterSeconds = List.copyOf(clipmeterSeconds);
        referenceSeconds = List.copyOf(referenceSeconds);
        if (clipmeterSeconds.size() != referenceSeconds.size()) {
            throw new IllegalArgumentException(
                    what + ": " + clipmeterSeconds.size() + " against " + referenceSeconds.size() + " rounds");
        }
    }

    /** How many times faster than the reference, for each round; above 1 is faster. */
    Spread ratio() {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < clipmeterSeconds.size(); i++) {
            ratios.add(referenceSeconds.get(i) / clipmeterSeconds.get(i));
        }
        return Spread.of(ratios);
    }

    boolean showsRates() {
        return items > 0;
    }

    /** Items per second, or seconds if a turn has no items. */
    Spread clipmeterFigure() {
        return figure(clipmeterSeconds);
    }

    /** Items per second, or seconds if a turn has no items. */
    Spread referenceFigure() {
        return figure(referenceSeconds);
    }

    private Spread figure(List<Double> seconds) {
        return Spread.of(
                showsRates() ? seconds.stream().map(each -> items / each).toList() : seconds);
    }
}
