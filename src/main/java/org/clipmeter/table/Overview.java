package org.clipmeter.table;

import org.clipmeter.score.ReportedValue;
import org.clipmeter.score.ScoreResult;
import org.jspecify.annotations.Nullable;

/**
 * A result summarized as one row of a list of results.
 *
 * @param model the model's name
 * @param precision such as {@code fp32}
 * @param value the result's main figure; null if it has none
 * @param evaluated how many of its items have a score
 * @param total how many items there are, including those without a score
 * @param images the place that the images come from
 * @param reported the value by which a package or a paper would report the result; null if it was not asked for
 */
public record Overview(
        String model,
        String precision,
        @Nullable Double value,
        int evaluated,
        int total,
        String images,
        @Nullable ReportedValue reported) {
    /** The row of a result without another value than its main figure. */
    public Overview(String model, String precision, @Nullable Double value, int evaluated, int total, String images) {
        this(model, precision, value, evaluated, total, images, null);
    }

    /** The row of a scoring run: its CLIP Score and its images. */
    public static Overview of(ScoreResult result) {
        return new Overview(
                result.model().name(),
                result.model().precision(),
                result.value(),
                result.evaluatedCount(),
                result.totalCount(),
                result.pairs().imagesName(),
                result.reported());
    }
}
