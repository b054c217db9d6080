package org.clipmeter.prompts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prompt to generate an image from.
 *
 * @param id the TIFA id ({@code coco_301091}), or the row's number, counted from 0, if the file has none
 * @param source the block it belongs to: {@code coco}, {@code drawbench}, {@code partiprompt}, {@code paintskill}, ...
 * @param text the prompt itself, as the file has it; never blank
 * @param questions TIFA's questions about the image; empty if the file has none
 * @param seed the seed of its first image, which lists of cases state; null if the file does not
 */
public record Prompt(
        String id,
        String source,
        String text,
        List<Question> questions,
        @Nullable Long seed) {
    /** The prompt, with its questions copied. */
    public Prompt {
        questions = List.copyOf(questions);
    }

    /** A prompt without a seed. */
    public Prompt(String id, String source, String text, List<Question> questions) {
        this(id, source, text, questions, null);
    }

    /** The same prompt with other questions. */
    Prompt asking(List<Question> newQuestions) {
        return new Prompt(id, source, text, newQuestions, seed);
    }
}
