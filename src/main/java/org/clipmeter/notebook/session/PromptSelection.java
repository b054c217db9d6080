package org.clipmeter.notebook.session;

import org.clipmeter.prompts.PromptSet;
import org.jspecify.annotations.Nullable;

/**
 * Prompts and how many were asked for.
 *
 * @param limit the most that were asked for; null for all
 */
public record PromptSelection(PromptSet prompts, @Nullable Integer limit) {}
