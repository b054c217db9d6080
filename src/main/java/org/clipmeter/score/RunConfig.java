package org.clipmeter.score;

import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.prompts.PromptTemplate;
import org.jspecify.annotations.Nullable;

/**
 * The metric's configuration, in the reference's terms.
 *
 * @param clipModelName the model as it was asked for: a Hub id, a folder, or {@code shapes}
 * @param device as asked for; null if the choice was left open
 * @param limit the most prompts taken; null for all
 * @param images which of the reference's ways to preprocess images was followed
 * @param template the sentence that each prompt was put into before it was embedded; null for the prompts as they are
 */
public record RunConfig(
        String clipModelName,
        @Nullable String device,
        @Nullable Integer limit,
        ImageRules images,
        @Nullable PromptTemplate template) {
    /** A configuration with the prompts as they are. */
    public RunConfig(String clipModelName, @Nullable String device, @Nullable Integer limit, ImageRules images) {
        this(clipModelName, device, limit, images, null);
    }
}
