package org.clipmeter.pairs.names;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Tells the number of a sample from an id. In {@code 42_0, 42_1} the number behind the prompt's id plainly counts its
 * samples if the numbers of every prompt are 0 to k-1, or those of every prompt are 1 to k, and there are more prompts than
 * different numbers, or as many if every prompt has images. In {@code 11_12, 12_13} it does not. With fewer prompts than
 * numbers, the first number may just as well name a run or a seed, and the second one the prompt; so it is if three prompts of
 * a hundred have three images each.
 */
public final class SampleCounts {
    private final Map<Integer, Set<Integer>> samples = new HashMap<>();
    private final Set<Integer> prompts = new HashSet<>();
    private final Set<Integer> numbers = new HashSet<>();
    private final Set<Integer> unnumbered = new HashSet<>();
    private final Set<Integer> withZero = new HashSet<>();
    private int files;

    private SampleCounts() {}

    /**
     * Whether the numbers behind the leading ids of names plainly count samples.
     *
     * @param leading the places of the leading ids; the names in which it is unknown are passed over
     * @param number the part of a name that may be the number of the sample
     * @param promptCount how many prompts there are, with or without images
     */
    public static boolean are(
            List<FileNameReading> names, int[] leading, Function<FileNameReading, String> number, int promptCount) {
        SampleCounts counts = new SampleCounts();
        for (int i = 0; i < leading.length; i++) {
            FileNameReading name = names.get(i);
            boolean whole = name.whole().isKnown();
            // A file that has only the prompt's id as its name is the sample before the first numbered one.
            if (leading[i] >= 0 && !counts.add(leading[i], whole, whole ? "0" : number.apply(name))) {
                return false;
            }
        }
        int more = counts.prompts.size() - counts.numbers.size();
        return counts.files > 1
                && (more > 0 || more == 0 && counts.prompts.size() == promptCount)
                && Collections.disjoint(counts.unnumbered, counts.withZero)
                && (counts.allCountFrom(0) || counts.allCountFrom(1));
    }

    private boolean add(int prompt, boolean whole, String text) {
        String digits = KnownIds.withoutZeros(text);
        if (!KnownIds.isNumber(digits) || digits.length() > 9) {
            return false;
        }
        int number = Integer.parseInt(digits);
        samples.computeIfAbsent(prompt, key -> new HashSet<>()).add(number);
        if (whole) {
            unnumbered.add(prompt);
        } else {
            if (number == 0) {
                withZero.add(prompt);
            }
            files++;
            prompts.add(prompt);
            numbers.add(number);
        }
        return true;
    }

    private boolean allCountFrom(int start) {
        return samples.values().stream()
                .allMatch(some -> some.stream().allMatch(number -> number >= start && number < start + some.size()));
    }
}
