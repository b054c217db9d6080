package org.clipmeter.result.explain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.clipmeter.failure.InvalidRequestException;

/**
 * An image and the texts to explain it with.
 *
 * @param image a file
 * @param texts at least one
 */
public record ImageTexts(Path image, List<String> texts) {
    /** The most words of a prompt whose words are explained. */
    public static final int MOST_WORDS = 16;

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
     * An image with a prompt and then each different word of the prompt, which has no punctuation at its ends. A prompt of
     * one word has no more texts than itself.
     *
     * @throws InvalidRequestException if the prompt has more than {@link #MOST_WORDS} different words, or none
     */
    public static ImageTexts wordByWord(Path image, String prompt) {
        LinkedHashSet<String> words = new LinkedHashSet<>();
        for (String word : prompt.strip().split("\\s+", -1)) {
            String bare = word.replaceAll("^\\p{Punct}+|\\p{Punct}+$", "");
            if (!bare.isEmpty()) {
                words.add(bare);
            }
        }
        if (words.isEmpty() || words.size() > MOST_WORDS) {
            throw new InvalidRequestException(
                    "explain: expected 1 to " + MOST_WORDS + " different words in the prompt of " + image + ", got "
                            + words.size() + "; shorten the prompt, or explain it as a whole");
        }
        words.remove(prompt);
        List<String> texts = new ArrayList<>(List.of(prompt));
        texts.addAll(words);
        return new ImageTexts(image, texts);
    }
}
