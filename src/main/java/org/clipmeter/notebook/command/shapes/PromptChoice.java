package org.clipmeter.notebook.command.shapes;

import org.clipmeter.prompts.PromptSet;
import org.jspecify.annotations.Nullable;

/** Finds the prompts that the options of a magic choose. */
@FunctionalInterface
public interface PromptChoice {
    /**
     * Chooses prompts, and reads them if necessary.
     *
     * @param prompts the word of {@code --prompts}; null for those of the last {@code %tifa}
     * @param limit the largest number of prompts; null if none was given
     * @param idColumn the column of a file that holds the ids; null to find it by its name
     */
    PromptSet choose(@Nullable String prompts, @Nullable Integer limit, @Nullable String idColumn) throws Exception;
}
