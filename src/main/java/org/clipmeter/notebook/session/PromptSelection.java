package org.clipmeter.notebook.session;

import org.clipmeter.prompts.PromptSet;
import org.jspecify.annotations.Nullable;

/**
 * Prompts and the limit that was asked for.
 *
 * @param limit the most prompts that were asked for; null for all
 */
public record PromptSelection(PromptSet prompts, @Nullable Integer limit) {}
