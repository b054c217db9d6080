package org.clipmeter.notebook.command.shapes;

import org.clipmeter.notebook.option.PromptListOptions;
import org.clipmeter.prompts.PromptSet;

/** Finds the prompts that the options of a magic choose. */
@FunctionalInterface
public interface PromptChoice {
    /** Chooses prompts, and reads them if necessary. */
    PromptSet choose(PromptListOptions wanted) throws Exception;
}
