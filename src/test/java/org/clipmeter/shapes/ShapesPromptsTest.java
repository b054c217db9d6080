package org.clipmeter.shapes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.Question;
import org.junit.jupiter.api.Test;

final class ShapesPromptsTest {
    private static final PromptSet PROMPTS = ShapesPrompts.load();

    @Test
    void areThreeHundredDifferentCaptionsWithNumberedIds() {
        assertEquals("shapes", PROMPTS.name());
        assertEquals(300, PROMPTS.size());
        assertEquals(300, PROMPTS.availableCount());
        Set<String> captions = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            Prompt prompt = PROMPTS.prompts().get(i);
            assertEquals("shapes_" + i, prompt.id());
            assertEquals("shapes", prompt.source());
            assertTrue(captions.add(prompt.text()), prompt.text());
            assertEquals(prompt.text(), Scene.parse(prompt.text()).caption());
        }
    }

    @Test
    void areTheSameEachTime() {
        assertEquals(PROMPTS, ShapesPrompts.load());
    }

    @Test
    void askWhatTheSceneAnswers() {
        Set<String> types = new HashSet<>();
        for (Prompt prompt : PROMPTS.prompts()) {
            Scene scene = Scene.parse(prompt.text());
            assertTrue(prompt.questions().size() >= 4, prompt.text());
            for (Question question : prompt.questions()) {
                types.add(question.elementType());
                assertTrue(question.choices().contains(question.answer()), question::toString);
                assertEquals(question.choices().size(), new HashSet<>(question.choices()).size());
                assertTrue(question.question().endsWith("?"), question::toString);
                if (question.elementType().equals("counting")) {
                    assertTrue(prompt.text().startsWith(question.answer())
                            || (question.answer().equals("one") && scene.arrangement() == Arrangement.ONE));
                } else if (!question.answer().equals("yes")
                        && !question.answer().equals("solid")) {
                    String word = question.answer();
                    assertTrue(prompt.text().contains(word), prompt.text() + ": " + question);
                }
            }
        }
        assertEquals(Set.of("object", "color", "shape", "attribute", "counting", "spatial"), types);
    }

    @Test
    void doNotAskForTheShapeOfOneOfTwoThingsOfOneColor() {
        for (Prompt prompt : PROMPTS.prompts()) {
            Scene scene = Scene.parse(prompt.text());
            Thing second = scene.second();
            boolean ambiguous =
                    second != null && second.color() == scene.first().color();
            assertFalse(
                    ambiguous
                            && prompt.questions().stream()
                                    .anyMatch(q -> q.elementType().equals("shape")),
                    prompt::text);
        }
    }
}
