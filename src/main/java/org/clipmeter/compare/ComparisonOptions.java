package org.clipmeter.compare;

import java.util.Set;
import org.clipmeter.failure.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * How runs are compared.
 *
 * @param margin the largest mean change, in logits_per_image, that does not matter; whether each change is shown to be smaller is
 *     then tested, see {@link Equivalence}. Null tests nothing
 * @param across the settings in which the runs may differ, since their effect is the question: {@link Setting#PRECISION} and {@link
 *     Setting#PREPROCESSING}. Empty for runs that are compared as equals
 */
public record ComparisonOptions(@Nullable Double margin, Set<Setting> across) {
    private static final ComparisonOptions DEFAULTS = new ComparisonOptions(null, Set.of());

    /** The options, with their set copied. */
    public ComparisonOptions {
        if (margin != null && !(margin > 0 && margin <= Double.MAX_VALUE)) {
            throw new InvalidRequestException(
                    "compare: margin: expected a number above 0, in logits_per_image, got " + margin);
        }
        across = Set.copyOf(across);
        for (Setting setting : across) {
            if (!setting.mayDiffer()) {
                throw new InvalidRequestException("compare: scores of a different " + setting
                        + " can't be subtracted; a comparison can be across precision or preprocessing only");
            }
        }
    }

    /** No test of a margin, and runs that were scored in the same way. */
    public static ComparisonOptions defaults() {
        return DEFAULTS;
    }

    /** The same options with another margin; null for none. */
    public ComparisonOptions withMargin(@Nullable Double newMargin) {
        return new ComparisonOptions(newMargin, across);
    }

    /** The same options for runs that may differ in these settings. */
    public ComparisonOptions withAcross(Set<Setting> newAcross) {
        return new ComparisonOptions(margin, newAcross);
    }
}
