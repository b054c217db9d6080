package org.clipmeter.failure;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that a misspelt one may stand for, for messages. */
public final class NearNames {
    /** Names that differ in more letters are other names. */
    private static final int FARTHEST = 2;

    private NearNames() {}

    /** {@code "; did you mean ...?"} with the most similar known name, or an empty text if none is similar. */
    public static String suggestion(String name, Collection<String> known) {
        List<String> near = similar(name, known);
        return near.isEmpty() ? "" : "; did you mean " + OneLine.name(near.get(0), 60) + "?";
    }

    /**
     * The known names that differ from a name in at most two letters and in less than half of them, the most similar first.
     * Letter case does not matter.
     */
    public static List<String> similar(String name, Collection<String> known) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(one ->
                        distance(wanted, one.toLowerCase(Locale.ROOT)) <= Math.min(FARTHEST, (wanted.length() - 1) / 2))
                .sorted(Comparator.comparingInt(one -> distance(wanted, one.toLowerCase(Locale.ROOT))))
                .toList();
    }

    /** The Levenshtein distance: how many letters must be changed, added or left out. */
    public static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
