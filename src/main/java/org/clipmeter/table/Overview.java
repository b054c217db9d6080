package org.clipmeter.table;

import org.clipmeter.score.ScoreResult;
import org.jspecify.annotations.Nullable;

/**
 * A result as one row of a list of results.
 *
 * @param model the model's name
 * @param precision such as {@code fp32}
 * @param value the result's one figure; null if it has none
 * @param evaluated how many of its items have a score
 * @param total how many items there are, those without a score included
 * @param images where the images come from
 */
public record Overview(
        String model, String precision, @Nullable Double value, int evaluated, int total, String images) {
    /** The row of a scoring: its CLIP Score and its images. */
    public static Overview of(ScoreResult result) {
        return new Overview(
                result.model().name(),
                result.model().precision(),
                result.value(),
                result.evaluatedCount(),
                result.totalCount(),
                result.pairs().imagesName());
    }
}
