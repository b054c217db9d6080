package org.clipmeter.shapes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipmeter.failure.NearNames;

/** What captions can say in place of a word that they do not have. */
final class KnownWords {
    private static final int NEAREST = 3;

    /** Words that people may expect, and the known ones that are nearest in meaning. */
    private static final Map<String, List<String>> MEANINGS = Map.ofEntries(
            Map.entry("cube", List.of("box", "square")),
            Map.entry("rectangle", List.of("square", "box")),
            Map.entry("sphere", List.of("ball", "circle")),
            Map.entry("dot", List.of("disc", "circle")),
            Map.entry("oval", List.of("circle", "disc")),
            Map.entry("ellipse", List.of("circle", "disc")),
            Map.entry("polygon", List.of("hexagon", "triangle")),
            Map.entry("pyramid", List.of("triangle")),
            Map.entry("turquoise", List.of("cyan")),
            Map.entry("magenta", List.of("pink", "purple")),
            Map.entry("big", List.of("large")),
            Map.entry("little", List.of("small")),
            Map.entry("tiny", List.of("small")),
            Map.entry("filled", List.of("solid")),
            Map.entry("empty", List.of("hollow")));

    private KnownWords() {}

    /** The words of things: sizes, fills, colors, shapes, each in its own order. */
    static List<String> ofThings() {
        List<String> words = new ArrayList<>();
        Arrays.stream(Size.values()).forEach(size -> words.add(size.word()));
        Arrays.stream(Fill.values()).forEach(fill -> words.add(fill.word()));
        Arrays.stream(Color.values()).forEach(color -> words.addAll(color.names()));
        Arrays.stream(Shape.values()).forEach(shape -> words.addAll(shape.names()));
        words.add(Shape.RING);
        return words;
    }

    /** The known words that are nearest to a word, by meaning and then by spelling. */
    static List<String> nearest(String word) {
        Set<String> nearest = new LinkedHashSet<>(MEANINGS.getOrDefault(singular(word), List.of()));
        if (nearest.isEmpty()) {
            ofThings().stream()
                    .sorted(Comparator.comparingInt(known -> NearNames.distance(word, known)))
                    .limit(NEAREST)
                    .forEach(nearest::add);
        }
        return List.copyOf(nearest);
    }

    private static String singular(String word) {
        return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }
}
