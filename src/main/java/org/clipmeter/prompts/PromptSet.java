package org.clipmeter.prompts;

import java.util.List;

/**
 * Prompts in evaluation order.
 *
 * @param name where they come from, for people: {@code TIFA v1.0}, {@code shapes}, a file's name
 * @param availableCount how many there were before a limit or a sample was taken
 */
public record PromptSet(String name, List<Prompt> prompts, int availableCount) {
    public PromptSet {
        prompts = List.copyOf(prompts);
    }
}
