package org.clipmeter.prompts;

import java.util.List;

/**
 * A prompt to generate a picture from.
 *
 * @param id the TIFA id ({@code coco_301091}), or the row's number where the file has none
 * @param source the block it belongs to: {@code coco}, {@code drawbench}, {@code partiprompt}, {@code paintskill}, ...
 */
public record Prompt(String id, String source, String text, List<Question> questions) {
    public Prompt {
        questions = List.copyOf(questions);
    }
}
