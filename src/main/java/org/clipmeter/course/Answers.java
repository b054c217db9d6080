package org.clipmeter.course;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.clipmeter.failure.InvalidRequestException;

/** Reads answers, and compares numbers. */
final class Answers {
    private static final double PERCENT = 100;

    private Answers() {}

    /**
     * A number, such as {@code 0.25}, {@code 25%} or {@code 1e-3}.
     *
     * @throws InvalidRequestException if the answer is anything else
     */
    static double number(List<String> words) {
        String typed = String.join(" ", words).strip();
        boolean percent = typed.endsWith("%");
        String digits = percent ? typed.substring(0, typed.length() - 1).strip() : typed;
        if (!digits.matches("[-+]?[0-9]{0,12}(\\.[0-9]{0,17})?([eE][-+]?[0-9]{1,2})?")
                || !digits.matches(".*[0-9].*")) {
            throw new InvalidRequestException("expected one number such as 0.25, got " + typed
                    + (typed.matches("[-+]?[0-9]+,[0-9]+") ? "; write a point in place of the comma" : ""));
        }
        double value = Double.parseDouble(digits);
        return percent ? value / PERCENT : value;
    }

    /**
     * Different words of a list, in any order; commas may separate them.
     *
     * @throws InvalidRequestException if a word is not in the list
     */
    static Set<String> chosen(List<String> words, List<String> known) {
        Set<String> chosen = new TreeSet<>();
        for (String word : String.join(" ", words).toLowerCase(Locale.ROOT).split("[\\s,]+", -1)) {
            if (word.isEmpty()) {
                continue; // before or after a comma
            }
            if (!known.contains(word)) {
                throw new InvalidRequestException("expected words of " + String.join(", ", known) + ", got " + word);
            }
            chosen.add(word);
        }
        if (chosen.isEmpty()) {
            throw new InvalidRequestException("expected words of " + String.join(", ", known) + ", got only commas");
        }
        return chosen;
    }

    /**
     * Whether the right one of the choices a, b, c and d was taken.
     *
     * @param what the choices are, in the plural
     * @param mistakes what is wrong about each other choice
     * @param reason why the right one is right
     * @throws InvalidRequestException if the answer is anything else
     */
    static Verdict choice(List<String> words, String what, String right, Map<String, String> mistakes, String reason) {
        Set<String> chosen = chosen(words, List.of("a", "b", "c", "d"));
        if (chosen.size() > 1) {
            return Verdict.notYet("exactly one of the " + what + " is asked");
        }
        String answer = chosen.iterator().next();
        return answer.equals(right)
                ? Verdict.right(reason)
                : Verdict.notYet(mistakes.getOrDefault(answer, "try another answer"));
    }

    /**
     * Whether a number is the expected one.
     *
     * @param tolerance the largest difference that is accepted, because an answer may be rounded
     * @param hint what helps if it is not
     * @param mistakes numbers that come from known mistakes, with what helps then
     */
    static Verdict near(double answer, double expected, double tolerance, String hint, Map<Double, String> mistakes) {
        String shown = shown(answer);
        if (Math.abs(answer - expected) <= tolerance) {
            return Verdict.right(
                    shown + String.format(Locale.ROOT, " is within ±%s of the exact value", shown(tolerance)));
        }
        for (Map.Entry<Double, String> mistake : mistakes.entrySet()) {
            if (Math.abs(answer - mistake.getKey()) <= tolerance) {
                return Verdict.notYet(shown + ": " + mistake.getValue());
            }
        }
        String side = answer > expected ? " is too large" : " is too small";
        return Verdict.notYet(shown + side + ": " + hint);
    }

    /** A number with at most four digits after the point. */
    static String shown(double value) {
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceFirst("\\.?0+$", "");
    }
}
