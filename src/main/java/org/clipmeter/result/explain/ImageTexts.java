package org.clipmeter.result.explain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.OneLine;

/**
 * An image and the texts to explain it with.
 *
 * @param image a file
 * @param texts at least one
 */
public record ImageTexts(Path image, List<String> texts) {
    /** The most words of a prompt whose words are explained. */
    public static final int MOST_WORDS = 16;

    private static final Pattern BETWEEN = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final String MARK = "[\\p{Punct}\\p{IsPunctuation}]+";
    private static final Pattern AROUND = Pattern.compile("^" + MARK + "|" + MARK + "$");

    /**
     * An image and its texts, checked.
     *
     * @throws InvalidRequestException if there is no text, or one is blank
     */
    public ImageTexts {
        texts = List.copyOf(texts);
        if (texts.isEmpty() || texts.stream().anyMatch(String::isBlank)) {
            throw new InvalidRequestException("explain: expected a text for " + image + ", got an empty one");
        }
    }

    /**
     * An image with a prompt and then each different word of the prompt, which has no punctuation at its ends. Words that
     * differ only in case are the same word, as they are for CLIP. A prompt of one word has no more texts than itself.
     *
     * @throws InvalidRequestException if the prompt has more than {@link #MOST_WORDS} different words, or none
     */
    public static ImageTexts wordByWord(Path image, String prompt) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String word : BETWEEN.split(prompt.strip(), -1)) {
            String bare = AROUND.matcher(word).replaceAll("");
            if (!bare.isEmpty()) {
                words.putIfAbsent(bare.toLowerCase(Locale.ROOT), bare);
            }
        }
        if (words.isEmpty()) {
            throw new InvalidRequestException("explain: the prompt of " + image + " has no word, only "
                    + OneLine.name(prompt, 60) + "; write words, or explain it as a whole");
        }
        if (words.size() > MOST_WORDS) {
            throw new InvalidRequestException(
                    "explain: expected 1 to " + MOST_WORDS + " different words in the prompt of " + image + ", got "
                            + words.size() + "; shorten the prompt, or explain it as a whole");
        }
        List<String> texts = new ArrayList<>(List.of(prompt));
        words.values().stream()
                .filter(word -> !word.equals(AROUND.matcher(prompt.strip()).replaceAll("")))
                .forEach(texts::add);
        return new ImageTexts(image, texts);
    }
}
