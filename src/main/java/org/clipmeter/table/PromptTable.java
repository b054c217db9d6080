package org.clipmeter.table;

import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Prompts as a table. */
public final class PromptTable {
    private PromptTable() {}

    /** A row for each prompt in evaluation order: {@code id}, {@code source}, {@code prompt}, {@code n_questions}. */
    public static Table of(PromptSet promptSet) {
        StringColumn id = StringColumn.create("id");
        StringColumn source = StringColumn.create("source");
        StringColumn text = StringColumn.create("prompt");
        IntColumn questions = NumberFormats.whole("n_questions");
        for (Prompt prompt : promptSet.prompts()) {
            id.append(prompt.id());
            source.append(prompt.source());
            text.append(prompt.text());
            questions.append(prompt.questions().size());
        }
        return Table.create(promptSet.name(), id, source, text, questions);
    }
}
