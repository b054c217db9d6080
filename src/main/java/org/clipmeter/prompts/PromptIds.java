package org.clipmeter.prompts;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the ids of prompts come from, and which others there were before a limit or a sample was taken.
 *
 * @param all the ids of all prompts that were available, in order, those not taken included
 * @param rowNumbers whether the file has no ids, so that each is the number of its row, counted from 0
 * @param reliable how many of the first prompts are surely at the place that their row has in the file; a row that was left
 *     out may count as a place, or not, for whoever made pictures from the file
 * @param repeated a column that is named like one of ids but repeats values; null if there is none
 * @param notes what people should know about the choice of the column, one line each
 */
public record PromptIds(
        List<String> all,
        boolean rowNumbers,
        int reliable,
        @Nullable Repeated repeated,
        List<String> notes) {
    /** The ids, with the lists copied. */
    public PromptIds {
        all = List.copyOf(all);
        notes = List.copyOf(notes);
    }

    /**
     * A column that would hold the ids if it repeated no value.
     *
     * @param column its name
     * @param values the different values in it
     */
    public record Repeated(String column, Set<String> values) {
        /** The column, with its values copied. */
        public Repeated {
            values = Set.copyOf(values);
        }
    }

    /** Ids that come with their prompts, of which there are no others. */
    static PromptIds of(List<Prompt> prompts) {
        return new PromptIds(prompts.stream().map(Prompt::id).toList(), false, prompts.size(), null, List.of());
    }
}
