package org.clipmeter.shapes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.clipmeter.failure.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * A caption and its meaning.
 *
 * <p>Grammar: {@code [a photo of] noun [relation noun] [on a <background> background]} with {@code noun} being
 * {@code (a|two|three|four) [size] [fill] [color] (<shape>|shape|object)}. Some colours and shapes have synonyms, and a
 * ring is a hollow circle.
 *
 * @param labels arrangement; colour, shape, size, fill of the first thing; the same four of the second; background. −1
 *     if the caption does not state it
 */
@SuppressWarnings({"ArrayRecordComponent", "EnumOrdinal"}) // labels are ordinals
public record Caption(String text, int[] labels) {
    public static final int LABELS = 10;
    public static final int FIRST = 1;
    public static final int SECOND = 5;
    public static final int BACKGROUND = 9;

    /** The arrangement stated by "A and B": a pair in any order. */
    public static final int EITHER_ORDER = 6;

    static final List<String> COUNTS = List.of("one", "two", "three", "four");
    static final List<List<String>> PREFIXES = List.of(
            List.of("a", "photo", "of"),
            List.of("a", "picture", "of"),
            List.of("an", "image", "of"),
            List.of("a", "drawing", "of"));

    public Caption {
        labels = labels.clone();
    }

    @Override
    public int[] labels() {
        return labels.clone();
    }

    static Caption complete(Scene scene) {
        int[] labels = scene.labels();
        for (int at : new int[] {FIRST, SECOND}) {
            if (labels[at + 3] == Fill.SOLID.ordinal()) {
                labels[at + 3] = -1;
            }
        }
        List<String> words =
                new ArrayList<>(noun(labels, FIRST, scene.arrangement().count(), "shape"));
        if (scene.second() == null) {
            words.addAll(List.of("on", "a", scene.background().word(), "background"));
        } else {
            words = new ArrayList<>(noun(labels, FIRST, 1, "shape"));
            words.addAll(scene.arrangement() == Arrangement.LEFT_OF ? List.of("left", "of") : List.of("above"));
            words.addAll(noun(labels, SECOND, 1, "shape"));
            labels[BACKGROUND] = -1;
        }
        return new Caption(String.join(" ", words), labels);
    }

    /** Which of its names, of which the first is its own, a caption uses for a colour or a shape. */
    @FunctionalInterface
    public interface Wording {
        /** Every colour and shape has its own name. */
        Wording PLAIN = names -> names.get(0);

        String choose(List<String> names);
    }

    /** The words for a thing with its own name, from those labels at {@code at} that are known. */
    static List<String> noun(int[] labels, int at, int count, String placeholder) {
        return noun(labels, at, count, placeholder, Wording.PLAIN);
    }

    /** The words for a thing, from those labels at {@code at} that are known. */
    public static List<String> noun(int[] labels, int at, int count, String placeholder, Wording wording) {
        String name = placeholder;
        if (labels[at + 1] >= 0) {
            Shape shape = Shape.values()[labels[at + 1]];
            List<String> names = new ArrayList<>(shape.names());
            if (shape == Shape.CIRCLE && labels[at + 3] == Fill.HOLLOW.ordinal()) {
                names.add(Shape.RING);
            }
            name = wording.choose(names);
        }
        List<String> words = new ArrayList<>();
        if (labels[at + 2] >= 0) {
            words.add(Size.values()[labels[at + 2]].word());
        }
        if (labels[at + 3] >= 0 && !name.equals(Shape.RING)) {
            words.add(Fill.values()[labels[at + 3]].word());
        }
        if (labels[at] >= 0) {
            words.add(wording.choose(Color.values()[labels[at]].names()));
        }
        words.addAll(words(count == 1 ? name : Shape.plural(name)));
        words.add(0, count == 1 ? article(words.get(0)) : COUNTS.get(count - 1));
        return words;
    }

    /** The words with "a" or "an" before them. */
    public static String withArticle(String words) {
        return article(words) + " " + words;
    }

    static String article(String word) {
        return "aeiou".indexOf(word.charAt(0)) >= 0 ? "an" : "a";
    }

    /**
     * Parses a caption.
     *
     * @throws IllegalArgumentException naming the word that is not understood
     */
    static Caption parse(String text) {
        Deque<String> words = new ArrayDeque<>(words(text));
        for (List<String> prefix : PREFIXES) {
            if (new ArrayList<>(words).subList(0, Math.min(3, words.size())).equals(prefix)) {
                prefix.forEach(word -> words.remove());
            }
        }
        int[] labels = new int[LABELS];
        Arrays.fill(labels, -1);
        int count = parseNoun(words, labels, FIRST, text);
        labels[0] = count - 1;
        if (!words.isEmpty() && !"on".equals(words.peek())) {
            parseRelation(words, labels, text);
        }
        if (!words.isEmpty()) {
            expect(words, List.of("on", "a"), text);
            String background = next(words, text);
            labels[BACKGROUND] = indexOf(Background.values(), background);
            if (labels[BACKGROUND] < 0) {
                throw notUnderstood(
                        "the background '" + background + "' is unknown, expected "
                                + Arrays.stream(Background.values())
                                        .map(Background::word)
                                        .collect(Collectors.joining(", ")),
                        text);
            }
            expect(words, List.of("background"), text);
        }
        if (!words.isEmpty()) {
            throw notUnderstood("unexpected '" + words.peek() + "'", text);
        }
        return new Caption(text, labels);
    }

    static List<String> words(String caption) {
        return Pattern.compile("\\s+")
                .splitAsStream(caption.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static void parseRelation(Deque<String> words, int[] labels, String text) {
        if (labels[0] != 0) {
            throw notUnderstood("only single things stand in a relation", text);
        }
        String word = next(words, text);
        if ("to".equals(word)) {
            expect(words, List.of("the"), text);
            word = next(words, text);
        }
        boolean exchanged = false;
        switch (word) {
            case "left" -> labels[0] = Arrangement.LEFT_OF.ordinal();
            case "right" -> {
                labels[0] = Arrangement.LEFT_OF.ordinal();
                exchanged = true;
            }
            case "above" -> labels[0] = Arrangement.ABOVE.ordinal();
            case "below", "under" -> {
                labels[0] = Arrangement.ABOVE.ordinal();
                exchanged = true;
            }
            case "and" -> labels[0] = EITHER_ORDER;
            default ->
                throw notUnderstood(
                        "the relation '" + word
                                + "' is unknown, expected left of, right of, above, below, under or and",
                        text);
        }
        if (labels[0] == Arrangement.LEFT_OF.ordinal()) {
            expect(words, List.of("of"), text);
        }
        if (parseNoun(words, labels, SECOND, text) != 1) {
            throw notUnderstood("only single things stand in a relation", text);
        }
        if (exchanged) {
            System.arraycopy(exchanged(labels), 0, labels, 0, LABELS);
        }
    }

    private static int parseNoun(Deque<String> words, int[] labels, int at, String text) {
        String number = next(words, text);
        int count = "a".equals(number) || "an".equals(number) ? 1 : COUNTS.indexOf(number) + 1;
        if (count == 0) {
            throw notUnderstood("expected a, an or a number up to four, got '" + number + "'", text);
        }
        String word = next(words, text);
        if ((labels[at + 2] = indexOf(Size.values(), word)) >= 0) {
            word = next(words, text);
        }
        if ((labels[at + 3] = indexOf(Fill.values(), word)) >= 0) {
            word = next(words, text);
        }
        for (Color color : Color.values()) {
            if (color.names().contains(word)) {
                labels[at] = color.ordinal();
                word = next(words, text);
                break;
            }
        }
        if (word.equals("round")) {
            word += " " + next(words, text);
        }
        parseShape(word, count, labels, at, text);
        return count;
    }

    private static void parseShape(String word, int count, int[] labels, int at, String text) {
        if (word.equals(numbered("shape", count)) || word.equals(numbered("object", count))) {
            return;
        }
        for (Shape shape : Shape.values()) {
            if (shape.names().stream().anyMatch(name -> word.equals(numbered(name, count)))) {
                labels[at + 1] = shape.ordinal();
                return;
            }
        }
        if (!word.equals(numbered(Shape.RING, count))) {
            throw ShapesVocabulary.words().containsAll(words(word))
                    ? notUnderstood(
                            "expected " + (count == 1 ? "a shape" : "shapes in the plural") + ", got '" + word
                                    + "' (the order is size, fill, color, shape)",
                            text)
                    : unknown(word, text);
        }
        if (labels[at + 3] >= 0 && labels[at + 3] != Fill.HOLLOW.ordinal()) {
            throw notUnderstood("a ring is hollow, and can't be " + Fill.values()[labels[at + 3]].word(), text);
        }
        labels[at + 1] = Shape.CIRCLE.ordinal();
        labels[at + 3] = Fill.HOLLOW.ordinal();
    }

    private static String numbered(String name, int count) {
        return count == 1 ? name : Shape.plural(name);
    }

    private static int indexOf(Enum<?>[] values, String word) {
        for (Enum<?> value : values) {
            if (value.name().toLowerCase(Locale.ROOT).equals(word)) {
                return value.ordinal();
            }
        }
        return -1;
    }

    private static String next(Deque<String> words, String text) {
        String word = words.poll();
        if (word == null) {
            throw notUnderstood("it ends too early", text);
        }
        return word;
    }

    private static void expect(Deque<String> words, List<String> expected, String text) {
        for (String word : expected) {
            String found = next(words, text);
            if (!found.equals(word)) {
                throw notUnderstood("expected '" + word + "', got '" + found + "'", text);
            }
        }
    }

    /** The known words come last, since a long message is cut off at its end. */
    private static IllegalArgumentException unknown(String word, String text) {
        return new InvalidRequestException("not a caption of the shapes world: the word '" + shown(word, 40)
                + "' is unknown in \"" + shown(text, 60) + "\"; nearest: "
                + String.join(", ", KnownWords.nearest(word)) + "; known: " + String.join(", ", KnownWords.ofThings()));
    }

    private static IllegalArgumentException notUnderstood(String what, String text) {
        return new InvalidRequestException("not a caption of the shapes world: " + shown(what, 100) + " in \""
                + shown(text, 150) + "\"; write it like \"a red circle left of a blue square\"");
    }

    private static String shown(String text, int length) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length() && shown.length() < length; i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return shown.length() < length ? shown.toString() : shown + "...";
    }

    /** Whether everything that this caption states is true of a scene. */
    public boolean holdsFor(int[] scene) {
        if (labels[0] != EITHER_ORDER) {
            return agrees(scene, 0);
        }
        return scene[SECOND] >= 0 && (agrees(scene, 1) || agrees(exchanged(scene), 1));
    }

    private boolean agrees(int[] scene, int from) {
        for (int i = from; i < LABELS; i++) {
            if (labels[i] >= 0 && labels[i] != scene[i]) {
                return false;
            }
        }
        return true;
    }

    private static int[] exchanged(int[] labels) {
        int[] result = labels.clone();
        System.arraycopy(labels, FIRST, result, SECOND, 4);
        System.arraycopy(labels, SECOND, result, FIRST, 4);
        return result;
    }

    Scene scene() {
        Arrangement arrangement =
                labels[0] == EITHER_ORDER ? Arrangement.LEFT_OF : Arrangement.values()[Math.max(labels[0], 0)];
        Thing first = thing(FIRST);
        @Nullable Thing second = arrangement.isPair() ? thing(SECOND) : null;
        Background background;
        if (labels[BACKGROUND] >= 0) {
            background = Background.values()[labels[BACKGROUND]];
        } else {
            boolean hidden = first.color() == Color.WHITE
                    || (second != null && Objects.requireNonNull(second).color() == Color.WHITE);
            boolean black = first.color() == Color.BLACK || (second != null && second.color() == Color.BLACK);
            background = !hidden ? Background.WHITE : black ? Background.GRAY : Background.BLACK;
        }
        return new Scene(arrangement, first, second, background);
    }

    private Thing thing(int at) {
        return new Thing(
                Color.values()[Math.max(labels[at], 0)],
                Shape.values()[Math.max(labels[at + 1], 0)],
                labels[at + 2] < 0 ? Size.MEDIUM : Size.values()[labels[at + 2]],
                Fill.values()[Math.max(labels[at + 3], 0)]);
    }
}
