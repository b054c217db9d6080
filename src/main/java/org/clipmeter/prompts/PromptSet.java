package org.clipmeter.prompts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prompts in evaluation order. It is immutable and safe from any thread.
 *
 * @param name where they come from, for people: {@code TIFA v1.0}, {@code shapes}, a file's name
 * @param prompts what images are joined to, in this order; several may have one id
 * @param availableCount how many there were before a limit or a sample was taken
 * @param limit the most prompts that were asked for, which may be more than there are; null if all were
 * @param ids where their ids come from, and those of the prompts that were not taken
 */
public record PromptSet(
        String name,
        List<Prompt> prompts,
        int availableCount,
        @Nullable Integer limit,
        PromptIds ids) {
    /** The prompts, with their list copied. */
    public PromptSet {
        prompts = List.copyOf(prompts);
    }

    /** Prompts that bring their own ids and were chosen without a limit; other ids are not known. */
    public PromptSet(String name, List<Prompt> prompts, int availableCount) {
        this(name, prompts, availableCount, null, PromptIds.of(prompts));
    }

    /** The same prompts under another name. */
    public PromptSet named(String newName) {
        return new PromptSet(newName, prompts, availableCount, limit, ids);
    }

    /**
     * Some of these prompts, in this order; the others stay known by their ids.
     *
     * @param some the prompts that are taken
     * @param newAvailableCount how many there were to choose from, which results report
     */
    public PromptSet taking(List<Prompt> some, int newAvailableCount) {
        return new PromptSet(name, some, newAvailableCount, limit, ids);
    }

    /** The same prompts as the outcome of a limit, which results state; none is left out. Null if all were asked for. */
    public PromptSet askedWithLimit(@Nullable Integer newLimit) {
        return new PromptSet(name, prompts, availableCount, newLimit, ids);
    }

    /** The number of prompts. */
    public int size() {
        return prompts.size();
    }

    /** The prompts by their id, in order; the first one of several with the same id. The map can't be changed. */
    public Map<String, Prompt> byId() {
        Map<String, Prompt> byId = new LinkedHashMap<>();
        for (Prompt prompt : prompts) {
            byId.putIfAbsent(prompt.id(), prompt);
        }
        return Collections.unmodifiableMap(byId);
    }

    /** The number of prompts of each source, in order of first appearance. The map can't be changed. */
    public Map<String, Integer> countBySource() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Prompt prompt : prompts) {
            counts.merge(prompt.source(), 1, Integer::sum);
        }
        return Collections.unmodifiableMap(counts);
    }

    /** The name and the number of prompts; the prompts themselves would be thousands of lines. */
    @Override
    public String toString() {
        return name + " (" + size() + " of " + availableCount + (availableCount == 1 ? " prompt)" : " prompts)");
    }
}
