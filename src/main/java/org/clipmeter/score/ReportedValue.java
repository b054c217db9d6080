package org.clipmeter.score;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The value by which a package or a paper would report a run, if that is not the mean of {@code logits_per_image} over images.
 *
 * @param by whose value it is, such as {@code preset hessel}
 * @param scale of the scores
 * @param overPrompts whether it is the mean over prompts, of each prompt's images first, and not over images
 * @param value null if no image has a score
 */
public record ReportedValue(
        String by,
        ScoreScale scale,
        boolean overPrompts,
        @Nullable Double value) {
    /** The value of a run. */
    public static ReportedValue of(String by, ScoreScale scale, boolean overPrompts, ScoreResult result) {
        return new ReportedValue(
                by, scale, overPrompts, overPrompts ? scale.meanOverPrompts(result) : scale.meanOverImages(result));
    }

    /** What it is the mean of: {@code images} or {@code prompts}. */
    public String meanOver() {
        return overPrompts ? "prompts" : "images";
    }

    /** The value with its definition, such as {@code 0.7812, the mean over images of 2.5 · max(cosine, 0)}. */
    @Override
    public String toString() {
        return (value == null ? "no image has a score" : String.format(Locale.ROOT, "%.4f", value)) + ", the mean over "
                + (overPrompts ? "prompts, of each prompt's images first," : "images") + " of " + scale.title();
    }
}
