package org.clipmeter.prompts;

import java.util.List;

/**
 * A TIFA question about a prompt's image (Hu et al. 2023, arXiv 2303.11897). CLIP Score does not use it.
 *
 * @param question its text
 * @param choices the answers to choose from, in the file's order
 * @param answer the right answer
 * @param element what of the prompt it asks about, such as {@code dog}
 * @param elementType what kind of thing that is, such as {@code animal}
 */
public record Question(String question, List<String> choices, String answer, String element, String elementType) {
    /** The question, with its choices copied. */
    public Question {
        choices = List.copyOf(choices);
    }
}
