package org.clipmeter.report;

import org.jspecify.annotations.Nullable;

/**
 * How clipmeter computed the figures of a report, according to its key {@code clipmeter}; reports of the reference do not have it.
 *
 * @param follows the generation whose definitions were followed
 * @param prompts what the images of {@code clip_score} were measured against; null if the report does not state it
 */
public record Origin(Generation follows, @Nullable String prompts) {}
