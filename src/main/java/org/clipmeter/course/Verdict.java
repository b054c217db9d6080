package org.clipmeter.course;

/**
 * What the check of an answer says.
 *
 * @param isRight whether the answer is accepted
 * @param line one line: what was found, and a hint if the answer is not accepted; it never states the solution
 */
public record Verdict(boolean isRight, String line) {
    static Verdict right(String line) {
        return new Verdict(true, line);
    }

    static Verdict notYet(String line) {
        return new Verdict(false, line);
    }
}
