package org.clipmeter.prompts;

import java.util.List;
import java.util.Set;

/**
 * Where the ids of prompts come from, and which others there were before a limit or a sample was taken.
 *
 * @param all the ids of all prompts that were available, in order, those not taken included
 * @param rowNumbers whether the file has no ids, so that each is the number of its row, counted from 0
 * @param reliable how many of the first prompts are surely at the place that their row has in the file; a row that was left
 *     out may count as a place, or not, for whoever made pictures from the file
 * @param column which column of the file holds the ids, and which others could
 * @param shared the ids that several rows with different texts have, of which only the first is a prompt
 */
public record PromptIds(List<String> all, boolean rowNumbers, int reliable, IdColumn column, Set<String> shared) {
    /** The ids, copied. */
    public PromptIds {
        all = List.copyOf(all);
        shared = Set.copyOf(shared);
    }

    /** What people should know about the choice of the column, one line each. */
    public List<String> notes() {
        return column.notes();
    }

    /** Ids that come with their prompts, of which there are no others. */
    static PromptIds of(List<Prompt> prompts) {
        return new PromptIds(prompts.stream().map(Prompt::id).toList(), false, prompts.size(), IdColumn.NONE, Set.of());
    }

    /** How many ids there are, and their column. */
    @Override
    public String toString() {
        return all.size()
                + (rowNumbers ? " row numbers" : " ids")
                + (column.name() == null ? "" : " of " + column.name());
    }
}
