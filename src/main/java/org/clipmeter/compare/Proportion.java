package org.clipmeter.compare;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A share of counted things, such as images, with the interval of Wilson (1927), which stays within 0 to 1 and keeps its level for small
 * numbers and for shares near 0 or 1.
 *
 * @param count how many have the property, 0 to {@code n}
 * @param n how many were counted; what could not be evaluated is not among them
 */
public record Proportion(int count, int n) {
    /** What the interval is, for help texts and axes. */
    public static final String INTERVAL = "95 % Wilson score interval";

    /** The quantile of the normal distribution at 97.5 %. */
    private static final double Z = 1.959963984540054;

    /**
     * A share, checked.
     *
     * @throws IllegalArgumentException if the count is not 0 to {@code n}
     */
    public Proportion {
        if (count < 0 || count > n) {
            throw new IllegalArgumentException("proportion: expected a count from 0 to " + n + ", got " + count);
        }
    }

    /** The share, 0 to 1; null if nothing was counted. */
    public @Nullable Double share() {
        return n == 0 ? null : (double) count / n;
    }

    /** The 95 % Wilson score interval, without continuity correction; null if nothing was counted. */
    public Mean.@Nullable Interval interval() {
        if (n == 0) {
            return null;
        }
        double share = (double) count / n;
        double center = share + Z * Z / (2 * n);
        double half = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4.0 * n * n));
        double whole = 1 + Z * Z / n;
        // The ends at 0 and 1 are exact; rounding would leave them a little off.
        double low = count == 0 ? 0 : (center - half) / whole;
        double high = count == n ? 1 : (center + half) / whole;
        return new Mean.Interval(low, high);
    }

    /** The share of those without the property: {@code n - count} of {@code n}. */
    public Proportion complement() {
        return new Proportion(n - count, n);
    }

    /** Both together, as if they had been counted at once. */
    public Proportion plus(Proportion other) {
        return new Proportion(count + other.count, n + other.n);
    }

    /** The share as people read it: {@code 0.850 [0.767, 0.907], 85 of 100}; {@code none, 0 of 0} if nothing was counted. */
    public String text() {
        Double share = share();
        Mean.Interval interval = interval();
        if (share == null || interval == null) {
            return "none, 0 of 0";
        }
        return String.format(
                Locale.ROOT, "%.3f [%.3f, %.3f], %d of %d", share, interval.low(), interval.high(), count, n);
    }

    @Override
    public String toString() {
        return text();
    }
}
