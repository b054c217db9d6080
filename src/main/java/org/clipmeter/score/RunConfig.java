package org.clipmeter.score;

import org.jspecify.annotations.Nullable;

/**
 * The metric's configuration, in the reference's terms.
 *
 * @param device as asked for; null where the choice was left open
 * @param limit the most prompts taken; null for all
 */
public record RunConfig(
        String clipModelName,
        @Nullable String device,
        @Nullable Integer limit) {}
