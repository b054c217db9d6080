package org.clipmeter.prompts;

import java.util.List;

/** A TIFA question about a prompt's picture, with its choices and the right answer. */
public record Question(String question, List<String> choices, String answer, String element, String elementType) {
    public Question {
        choices = List.copyOf(choices);
    }
}
