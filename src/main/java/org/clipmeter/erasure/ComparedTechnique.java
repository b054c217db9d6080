package org.clipmeter.erasure;

import java.util.List;
import java.util.Locale;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.Proportion;
import org.jspecify.annotations.Nullable;

/**
 * A technique's figures, and how each differs from the baseline's.
 *
 * @param name the technique
 * @param figures its figures, in the same order for all techniques
 * @param joined how its images were joined to the baseline's; empty for the baseline itself, or if they were not joined
 * @param leftOut what was not joined, in words; empty if nothing was left out
 */
public record ComparedTechnique(String name, List<Figure> figures, String joined, List<String> leftOut) {
    /** The technique, with its lists copied. */
    public ComparedTechnique {
        figures = List.copyOf(figures);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * A figure.
     *
     * @param name what it is: {@code UA}, {@code IRA}, {@code CRA}, {@code ASR} or {@code CLIP-I}
     * @param value over all of the technique's items; null if it has none
     * @param interval its 95 % interval; null if it has none
     * @param count how many items have the property; null for a mean
     * @param n how many items it rests on
     * @param change how it differs from the baseline's; null for the baseline itself, or if one of them has no item
     */
    public record Figure(
            String name,
            @Nullable Double value,
            Mean.@Nullable Interval interval,
            @Nullable Integer count,
            int n,
            @Nullable FigureChange change) {
        static Figure of(String name, Proportion share, @Nullable FigureChange change) {
            return new Figure(name, share.share(), share.interval(), share.count(), share.n(), change);
        }

        static Figure of(String name, Mean mean, @Nullable FigureChange change) {
            return new Figure(name, mean.value(), mean.interval(), null, mean.n(), change);
        }

        /** The figure as people read it: {@code 0.850 [0.767, 0.907], 85 of 100}, or with {@code n = 100} for a mean. */
        public String text() {
            if (value == null) {
                return "none, n = 0";
            }
            String ends = interval == null
                    ? ""
                    : String.format(Locale.ROOT, " [%.3f, %.3f]", interval.low(), interval.high());
            return String.format(Locale.ROOT, "%.3f%s, ", value, ends)
                    + (count == null ? "n = " + n : count + " of " + n);
        }

        Figure withAdjusted(@Nullable Double adjusted) {
            return new Figure(name, value, interval, count, n, change == null ? null : change.withAdjusted(adjusted));
        }
    }

    /** The figure of a name; null if the technique does not have it. */
    public @Nullable Figure figure(String figureName) {
        return figures.stream()
                .filter(figure -> figure.name().equals(figureName))
                .findFirst()
                .orElse(null);
    }
}
