package org.clipmeter.prompts;

import java.util.List;

/**
 * A prompt to generate an image from.
 *
 * @param id the TIFA id ({@code coco_301091}), or the row's number, counted from 0, if the file has none
 * @param source the block it belongs to: {@code coco}, {@code drawbench}, {@code partiprompt}, {@code paintskill}, ...
 * @param text the prompt itself, as the file has it; never blank
 * @param questions TIFA's questions about the image; empty if the file has none
 */
public record Prompt(String id, String source, String text, List<Question> questions) {
    /** The prompt, with its questions copied. */
    public Prompt {
        questions = List.copyOf(questions);
    }
}
