package org.clipmeter.pairs.names;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The texts of prompts that file names quote, as scripts name an image for its prompt: {@code 00012_a_red_circle.png}. A
 * quote has at least two words; it may break off at the end of the name, within a word.
 */
public final class QuotedTexts {
    public static final int NONE = -1;
    private static final int LEAST_WORDS = 2;
    private static final int LEAST_CHARACTERS_IF_CUT = 8;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private final List<String> texts;
    private final NavigableMap<String, Integer> positions = new TreeMap<>();
    private final Set<String> starts = new HashSet<>();
    private final int mostWords;

    public QuotedTexts(List<String> texts) {
        this.texts = texts.stream().map(QuotedTexts::plain).toList();
        for (int i = 0; i < texts.size(); i++) {
            positions.putIfAbsent(this.texts.get(i), i);
            starts.add(start(this.texts.get(i).split(" ", LEAST_WORDS + 1), 0));
        }
        mostWords = this.texts.stream()
                .mapToInt(text -> text.split(" ", -1).length)
                .max()
                .orElse(0);
    }

    /** The position of the text of which a name quotes the most; {@link #NONE} if there is none, or if its own is as good. */
    public int otherThan(int own, String name) {
        String[] words = plain(name).split(" ", -1);
        int end = words.length;
        while (end > 0 && KnownIds.isNumber(words[end - 1])) {
            end--;
        }
        String ownText = texts.get(own);
        int other = NONE;
        int longest = 0;
        for (int from = 0; from < words.length; from++) {
            // Only the last word of a quote may be cut.
            if (from + LEAST_WORDS < end && !starts.contains(start(words, from))) {
                continue;
            }
            for (int to = from + LEAST_WORDS; to <= Math.min(words.length, from + mostWords); to++) {
                String quote = String.join(" ", Arrays.asList(words).subList(from, to));
                boolean cut = to == end && quote.length() >= LEAST_CHARACTERS_IF_CUT;
                boolean isOwn = ownText.equals(quote) || cut && ownText.startsWith(quote);
                int found = isOwn ? NONE : find(quote, cut);
                if (quote.length() > longest && (isOwn || found != NONE)) {
                    longest = quote.length();
                    other = found;
                }
            }
        }
        return other;
    }

    private int find(String quote, boolean cut) {
        Map.Entry<String, Integer> next = positions.ceilingEntry(quote);
        boolean found = next != null
                && (next.getKey().equals(quote) || cut && next.getKey().startsWith(quote));
        return found ? next.getValue() : NONE;
    }

    private static String start(String[] words, int from) {
        return String.join(" ", Arrays.asList(words).subList(from, Math.min(words.length, from + LEAST_WORDS)));
    }

    private static String plain(String text) {
        return BETWEEN_WORDS
                .matcher(text.toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
    }
}
