package org.clipmeter.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.Question;

/** How prompts are grouped for a breakdown of a comparison. */
public enum PromptGrouping {
    /** By the block of prompts that they belong to: {@code coco}, {@code drawbench}, ... Each prompt is in one group. */
    SOURCE,
    /**
     * By what their TIFA questions ask about: {@code animal}, {@code color}, ... A prompt is in the group of each element type that
     * it has a question of, so that groups overlap.
     */
    ELEMENT_TYPE;

    private static final String NO_SOURCE = "without a source";
    private static final String NO_QUESTION = "without a question";

    /** The groups that a prompt is in, at least one. */
    Set<String> of(Prompt prompt) {
        if (this == SOURCE) {
            return Set.of(prompt.source().isBlank() ? NO_SOURCE : prompt.source());
        }
        Set<String> types = new LinkedHashSet<>();
        for (Question question : prompt.questions()) {
            if (!question.elementType().isBlank()) {
                types.add(question.elementType());
            }
        }
        return types.isEmpty() ? Set.of(NO_QUESTION) : types;
    }

    /** The pairs of each group, in the order in which the groups first appear. */
    Map<String, List<PromptPair>> groups(List<PromptPair> pairs) {
        Map<String, List<PromptPair>> groups = new LinkedHashMap<>();
        for (PromptPair pair : pairs) {
            for (String group : of(pair.first().pair().prompt())) {
                groups.computeIfAbsent(group, name -> new ArrayList<>()).add(pair);
            }
        }
        return groups;
    }

    /** Whether prompts tell nothing by which they could be grouped: all are in the group of those without. */
    boolean tellsNothing(Set<String> groups) {
        return groups.equals(Set.of(this == SOURCE ? NO_SOURCE : NO_QUESTION));
    }

    /** {@code source} or {@code element type}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
