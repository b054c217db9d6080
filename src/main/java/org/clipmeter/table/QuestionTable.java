package org.clipmeter.table;

import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.Question;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The questions of prompts as a table. */
public final class QuestionTable {
    private QuestionTable() {}

    /**
     * A row for each question: {@code id}, {@code source}, {@code prompt}, {@code question}, {@code choices} (joined by
     * {@code " | "}), {@code answer}, {@code element}, {@code element_type}.
     */
    public static Table of(PromptSet promptSet) {
        StringColumn id = StringColumn.create("id");
        StringColumn source = StringColumn.create("source");
        StringColumn text = StringColumn.create("prompt");
        StringColumn question = StringColumn.create("question");
        StringColumn choices = StringColumn.create("choices");
        StringColumn answer = StringColumn.create("answer");
        StringColumn element = StringColumn.create("element");
        StringColumn elementType = StringColumn.create("element_type");
        for (Prompt prompt : promptSet.prompts()) {
            for (Question asked : prompt.questions()) {
                id.append(prompt.id());
                source.append(prompt.source());
                text.append(prompt.text());
                question.append(asked.question());
                choices.append(String.join(" | ", asked.choices()));
                answer.append(asked.answer());
                element.append(asked.element());
                elementType.append(asked.elementType());
            }
        }
        return Table.create(
                promptSet.name() + " questions", id, source, text, question, choices, answer, element, elementType);
    }
}
