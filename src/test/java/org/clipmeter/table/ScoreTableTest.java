package org.clipmeter.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.Question;
import org.clipmeter.score.Failed;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

class ScoreTableTest {
    private static final ScoreResult RESULT =
            Runs.of(List.of(Runs.scored(1234.56781), new Failed("missing", "b.png does not exist"), Runs.scored(-0.5)));

    @Test
    void hasTheColumnsInTheirOrder() {
        assertEquals(
                List.of(
                        "id",
                        "prompt",
                        "logits_per_image",
                        "status",
                        "flags",
                        "image",
                        "cosine_similarity",
                        "clip_s",
                        "tokens",
                        "truncated",
                        "source",
                        "index"),
                ScoreTable.of(RESULT).columnNames());
    }

    @Test
    void keepsFailedRowsInPlaceWithMissingScores() {
        Table table = ScoreTable.of(RESULT);
        assertEquals(3, table.rowCount());
        assertEquals(
                List.of("scored", "missing", "scored"),
                table.stringColumn("status").asList());
        assertFalse(table.doubleColumn("logits_per_image").isMissing(0));
        for (String column : List.of("logits_per_image", "cosine_similarity", "clip_s")) {
            assertTrue(table.doubleColumn(column).isMissing(1), column);
        }
        assertEquals(1234.56781, table.doubleColumn("logits_per_image").get(0));
        assertEquals(0.0, table.doubleColumn("clip_s").get(2));
        assertEquals(RESULT.value(), table.doubleColumn("logits_per_image").mean());
        assertEquals("all_black damaged", table.stringColumn("flags").get(1));
        assertTrue(table.booleanColumn("truncated").get(2));
        assertEquals(0, table.booleanColumn("truncated").countMissing());
    }

    @Test
    void namesWhatFailedAndWhy() {
        Table failures = ScoreTable.failures(RESULT);
        assertEquals(1, failures.rowCount());
        assertEquals("b.png does not exist", failures.stringColumn("message").get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-US", "de-DE", "tr-TR", "ar-EG-u-nu-arab"})
    void printsFixedDecimalsUnderAnyLocale(String tag) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            Table table = ScoreTable.of(RESULT);
            assertEquals("1234.5678", table.get(0, 2).toString().substring(0, 9));
            assertEquals("1234.5678", table.doubleColumn("logits_per_image").getString(0));
            assertEquals("", table.doubleColumn("logits_per_image").getString(1));
            assertEquals("-0.00500", table.doubleColumn("cosine_similarity").getString(2));
            assertEquals("10", table.intColumn("tokens").getString(1));
            assertTrue(table.print().contains("1234.5678"), table.print());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void promptsAndTheirQuestionsAreTables() {
        Prompt prompt = new Prompt(
                "coco_1",
                "coco",
                "a cat",
                List.of(
                        new Question("is this a cat?", List.of("yes", "no"), "yes", "cat", "animal/human"),
                        new Question("what animal?", List.of("cat", "dog"), "cat", "cat", "animal/human")));
        PromptSet prompts =
                new PromptSet("TIFA v1.0", List.of(prompt, new Prompt("coco_2", "coco", "a dog", List.of())), 9);
        Table table = PromptTable.of(prompts);
        assertEquals(List.of("id", "source", "prompt", "n_questions"), table.columnNames());
        assertEquals(List.of(2, 0), table.intColumn("n_questions").asList());
        Table questions = QuestionTable.of(prompts);
        assertEquals(
                List.of("id", "source", "prompt", "question", "choices", "answer", "element", "element_type"),
                questions.columnNames());
        assertEquals(2, questions.rowCount());
        assertEquals("cat | dog", questions.stringColumn("choices").get(1));
    }
}
