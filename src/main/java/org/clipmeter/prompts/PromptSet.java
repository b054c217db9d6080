package org.clipmeter.prompts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** The same prompts under another name. */
    public PromptSet named(String newName) {
        return new PromptSet(newName, prompts, availableCount);
    }

    /** The number of prompts. */
    public int size() {
        return prompts.size();
    }

    /** The prompts by their id, in order; of several with one id the first. */
    public Map<String, Prompt> byId() {
        Map<String, Prompt> byId = new LinkedHashMap<>();
        for (Prompt prompt : prompts) {
            byId.putIfAbsent(prompt.id(), prompt);
        }
        return Collections.unmodifiableMap(byId);
    }

    /** The number of prompts of each source, in order of first appearance. */
    public Map<String, Integer> countBySource() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Prompt prompt : prompts) {
            counts.merge(prompt.source(), 1, Integer::sum);
        }
        return Collections.unmodifiableMap(counts);
    }
}
