package org.clipmeter.compare;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a mean change is shown to be small: two one-sided tests at the 5 % level (Schuirmann 1987), which both reject if the
 * 90 % interval of the change lies inside the margin. A change that is not shown to be small may still be small: the test
 * neither shows that there is a difference nor that there is no difference.
 *
 * @param margin the largest change that does not matter, in logits_per_image; above 0
 * @param interval the 90 % BCa bootstrap interval of the mean change; null if every prompt changes by the same amount, or there is
 *     one prompt alone
 */
public record Equivalence(double margin, Mean.@Nullable Interval interval) {
    /** What the interval is, for help texts and axes. */
    public static final String INTERVAL = "90 % BCa bootstrap interval";

    private static final double TAIL = 0.05;

    /**
     * Tests changes against a margin.
     *
     * @param changes finite, in logits_per_image; not changed
     * @param margin the largest change that does not matter; above 0
     * @throws IllegalArgumentException if there are no changes
     */
    public static Equivalence of(double[] changes, double margin) {
        return new Equivalence(margin, Mean.interval(changes, TAIL));
    }

    /** Whether the whole interval lies inside the margin; false if there is no interval. */
    public boolean isShown() {
        return interval != null && interval.low() > -margin && interval.high() < margin;
    }

    /** {@code within ±0.5} or {@code not shown to be within ±0.5}. */
    public String text() {
        return (isShown() ? "within ±" : "not shown to be within ±") + marginText();
    }

    /** The interval that decides, {@code 90 % BCa [-0.4321, -0.1234]}, or why it can't be computed. */
    public String basis() {
        return interval == null
                ? "no interval, since every change is the same"
                : String.format(Locale.ROOT, "90 %% BCa [%+.4f, %+.4f]", interval.low(), interval.high());
    }

    /** The margin as people write it, without needless zeros. */
    public String marginText() {
        return BigDecimal.valueOf(margin).stripTrailingZeros().toPlainString();
    }
}
