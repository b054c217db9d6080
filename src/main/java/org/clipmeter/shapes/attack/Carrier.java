package org.clipmeter.shapes.attack;

import java.util.List;
import org.clipmeter.shapes.Color;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.erase.Concept;

/**
 * Captions in which a concept is asked for, and in which only words before the concept vary, so that all of them can have the
 * same states in place of the concept and of what follows it.
 *
 * @param before the number of words before the concept
 */
record Carrier(Concept concept, int before) {
    private static final List<String> SIZES = List.of("small", "large");
    /** These are visible on every background. */
    private static final List<Color> COLORS = List.of(Color.values()).subList(0, 8);

    static Carrier of(Concept concept) {
        return new Carrier(
                concept,
                switch (concept.kind()) {
                    case SHAPE -> 3;
                    case COLOR, FILL -> 2;
                    default -> 0;
                });
    }

    /** A random caption. */
    String caption(SplitMix64 random) {
        String size = SIZES.get(random.below(SIZES.size()));
        String color = COLORS.get(random.below(COLORS.size())).word();
        String word = concept.word();
        String thing =
                switch (concept.kind()) {
                    case SHAPE -> "a " + size + " " + color + " " + word;
                    case COLOR -> "a " + size + " " + word + " square";
                    case FILL -> "a " + size + " " + word + " red square";
                    default -> word.equals("one") ? "one red square" : word + " red squares";
                };
        return thing + " on a white background";
    }

    /** The words that stay before the found ones, such as {@code a small red}. */
    String beginning(String caption) {
        return String.join(" ", List.of(caption.split(" ", -1)).subList(0, before));
    }
}
