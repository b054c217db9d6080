package org.clipmeter.prompts;

import java.util.ArrayList;
import java.util.List;

/**
 * What a prompt file held.
 *
 * @param prompts its usable rows, in the file's order
 * @param problems a line for each row, or part of one, that was left out: which row, what is wrong with it
 */
public record PromptFile(PromptSet prompts, List<String> problems) {
    /** The contents, with their problems copied. */
    public PromptFile {
        problems = List.copyOf(problems);
    }

    /** The same prompts under the name of their data set; the warnings, for example of a download, come first. */
    public PromptFile named(String name, List<String> warnings) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(problems);
        return new PromptFile(prompts.named(name), all);
    }

    /** The prompts' name and number, and how many problems there were. */
    @Override
    public String toString() {
        return prompts + (problems.isEmpty() ? "" : ", problems: " + problems.size());
    }
}
