package org.clipmeter.shapes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.clipmeter.failure.InvalidRequestException;

/**
 * The words of the world as a byte-level BPE in CLIP's form: 256 byte symbols, the same symbols at the end of a word,
 * and merges that turn every word of the world into one token.
 */
public final class ShapesVocabulary {
    public static final String START = "<|startoftext|>";
    public static final String END = "<|endoftext|>";

    private static final String WORD_END = "</w>";
    private static final List<String> OTHER_WORDS = List.of(
            "a",
            "an",
            "one",
            "two",
            "three",
            "four",
            "photo",
            "picture",
            "image",
            "of",
            "drawing",
            "on",
            "background",
            "to",
            "the",
            "left",
            "right",
            "above",
            "below",
            "under",
            "and",
            "shape",
            "shapes",
            "object",
            "objects");
    private final List<String> symbols = new ArrayList<>();
    private final List<List<String>> merges;
    private final Map<String, Integer> ids = new LinkedHashMap<>();

    private ShapesVocabulary(List<List<String>> merges) {
        this.merges = merges;
        List<String> bytes = byteSymbols();
        symbols.addAll(bytes);
        bytes.forEach(symbol -> symbols.add(symbol + WORD_END));
        merges.forEach(pair -> symbols.add(pair.get(0) + pair.get(1)));
        symbols.add(START);
        symbols.add(END);
        for (int i = 0; i < symbols.size(); i++) {
            ids.put(symbols.get(i), i);
        }
    }

    /** The vocabulary of the world, which is always the same. */
    public static ShapesVocabulary ofTheWorld() {
        return new ShapesVocabulary(learnMerges(words()));
    }

    /** All words of captions, sorted. */
    public static List<String> words() {
        TreeSet<String> words = new TreeSet<>(OTHER_WORDS);
        words.add(Shape.RING);
        words.add(Shape.plural(Shape.RING));
        for (Color color : Color.values()) {
            words.addAll(color.names());
        }
        for (Shape shape : Shape.values()) {
            for (String name : shape.names()) {
                words.addAll(Caption.words(name));
                words.addAll(Caption.words(Shape.plural(name)));
            }
        }
        for (Size size : Size.values()) {
            words.add(size.word());
        }
        for (Fill fill : Fill.values()) {
            words.add(fill.word());
        }
        for (Background background : Background.values()) {
            words.add(background.word());
        }
        return List.copyOf(words);
    }

    /** Whether a text has words of the world only, in any order. */
    public static boolean isMadeOfWords(String text) {
        List<String> words = Caption.words(text);
        return !words.isEmpty() && words().containsAll(words);
    }

    /** The number of tokens; the end token has the highest id. */
    public int size() {
        return symbols.size();
    }

    public int startId() {
        return size() - 2;
    }

    public int endId() {
        return size() - 1;
    }

    /**
     * The tokens of a caption made of words of the world.
     *
     * @throws IllegalArgumentException for any other word
     */
    public long[] encode(String caption) {
        List<String> words = Caption.words(caption);
        long[] result = new long[words.size() + 2];
        result[0] = startId();
        for (int i = 0; i < words.size(); i++) {
            Integer id = ids.get(words.get(i) + WORD_END);
            if (id == null) {
                throw new InvalidRequestException("'" + words.get(i)
                        + "' is not a word of the shapes world; write captions like \"a red circle\"");
            }
            result[i + 1] = id;
        }
        result[words.size() + 1] = endId();
        return result;
    }

    /** The id of each token, in the order of ids. */
    public Map<String, Integer> ids() {
        return new LinkedHashMap<>(ids);
    }

    /** Pairs to merge, in the order of their rank. */
    public List<List<String>> merges() {
        return List.copyOf(merges);
    }

    // GPT-2's printable substitutes for the 256 bytes,
    // https://github.com/openai/CLIP/blob/main/clip/simple_tokenizer.py
    private static List<String> byteSymbols() {
        List<String> symbols = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            if ((b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae) {
                symbols.add(String.valueOf((char) b));
            }
        }
        for (int b = symbols.size(), stand = 256; b < 256; b++, stand++) {
            symbols.add(String.valueOf((char) stand));
        }
        return symbols;
    }

    /** Merges the most frequent neighbours, the first of several equally frequent, until every word is one symbol. */
    private static List<List<String>> learnMerges(List<String> words) {
        List<List<String>> split = new ArrayList<>();
        for (String word : words) {
            if (word.getBytes(StandardCharsets.UTF_8).length != word.length()) {
                throw new IllegalStateException("words of the world are ASCII: " + word);
            }
            List<String> letters =
                    new ArrayList<>(word.chars().mapToObj(Character::toString).toList());
            letters.set(letters.size() - 1, letters.get(letters.size() - 1) + WORD_END);
            split.add(letters);
        }
        List<List<String>> merges = new ArrayList<>();
        while (true) {
            TreeMap<String, Integer> counts = new TreeMap<>();
            Map<String, List<String>> pairs = new TreeMap<>();
            for (List<String> word : split) {
                for (int i = 1; i < word.size(); i++) {
                    List<String> pair = List.of(word.get(i - 1), word.get(i));
                    String key = String.join(" ", pair);
                    counts.merge(key, 1, Integer::sum);
                    pairs.put(key, pair);
                }
            }
            if (counts.isEmpty()) {
                return merges;
            }
            String best = counts.firstKey();
            for (Map.Entry<String, Integer> entry : counts.entrySet()) {
                if (entry.getValue() > counts.getOrDefault(best, 0)) {
                    best = entry.getKey();
                }
            }
            List<String> pair = pairs.getOrDefault(best, List.of());
            merges.add(pair);
            split.forEach(word -> merge(word, pair));
        }
    }

    private static void merge(List<String> word, List<String> pair) {
        for (int i = 0; i + 1 < word.size(); i++) {
            if (word.subList(i, i + 2).equals(pair)) {
                word.set(i, word.get(i) + word.remove(i + 1));
            }
        }
    }
}
