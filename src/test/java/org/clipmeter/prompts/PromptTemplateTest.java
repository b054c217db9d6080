package org.clipmeter.prompts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptTemplateTest {
    @Test
    void putsThePromptInPlaceOfTheBraces() {
        assertEquals("A photo depicts a cat", new PromptTemplate("A photo depicts {}").sentence("a cat"));
        assertEquals("{a cat}, painted", new PromptTemplate("{{}}, painted").sentence("a cat"));
    }

    @Test
    void leavesEveryCharacterAsItIs() {
        assertEquals("of {} $1 \\0\n , end", new PromptTemplate("of {} , end").sentence("{} $1 \\0\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A photo | expected exactly one {} that stands for the prompt, got none",
                "{ } | got none",
                "{} and {} | got several",
                "{} | it is the prompt itself",
                "' {} ' | it is the prompt itself"
            })
    void refusesWhatIsNoSentenceAroundOnePrompt(String text, String expected) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> new PromptTemplate(text))
                .getMessage());
        assertTrue(message.startsWith("template \"" + text + "\": "), message);
        assertTrue(message.contains(expected), message);
        assertEquals(1, message.lines().count());
    }
}
