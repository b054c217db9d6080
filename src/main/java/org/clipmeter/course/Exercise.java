package org.clipmeter.course;

import java.io.IOException;
import java.util.List;

/**
 * An exercise of a lesson.
 *
 * @param id the lesson and the place in it, such as {@code 3.2}
 * @param task what is asked, in one sentence
 * @param form the form of the answer, such as {@code a number}
 * @param check checks an answer
 */
public record Exercise(String id, String task, String form, Check check) {
    /** Checks answers to one exercise. */
    @FunctionalInterface
    public interface Check {
        /**
         * Checks an answer.
         *
         * @param words the answer as it was typed, split at blanks outside of quotes; never empty
         * @param material what the expected answer is computed from
         * @throws IOException if the model can't be used
         */
        Verdict of(List<String> words, Material material) throws IOException;
    }
}
