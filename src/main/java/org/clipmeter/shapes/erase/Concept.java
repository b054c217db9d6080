package org.clipmeter.shapes.erase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.NearNames;
import org.clipmeter.failure.OneLine;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.Shape;

/**
 * Something that can be erased: a shape, a color, a fill, a relation or a count of the shapes world.
 *
 * @param kind what of a picture it is about
 * @param word the name by which it was chosen, one of those that captions use
 */
public record Concept(ConceptKind kind, String word) {
    /**
     * A concept, checked.
     *
     * @throws InvalidRequestException if captions have no such name for this kind
     */
    public Concept {
        if (kind.all().stream().noneMatch(value -> kind.names(value).contains(word))) {
            throw unknown(word);
        }
    }

    /**
     * The concept that a name stands for, such as {@code circle}, {@code disc}, {@code red}, {@code striped}, {@code left of}
     * or {@code two}. Letter case does not matter, and a hyphen may stand for a space.
     *
     * @throws InvalidRequestException if there is no such concept; the message names all of them
     */
    public static Concept of(String name) {
        String word = name.strip().toLowerCase(Locale.ROOT).replace('-', ' ');
        for (ConceptKind kind : ConceptKind.values()) {
            if (namesOf(kind).anyMatch(word::equals)) {
                return new Concept(kind, word);
            }
        }
        throw unknown(name);
    }

    /** The names of all concepts, those of one kind together. */
    public static List<String> names() {
        return Arrays.stream(ConceptKind.values()).flatMap(Concept::namesOf).toList();
    }

    private static Stream<String> namesOf(ConceptKind kind) {
        return kind.all().stream().flatMap(value -> kind.names(value).stream());
    }

    private static InvalidRequestException unknown(String name) {
        return new InvalidRequestException("there is no concept " + OneLine.name(name, 60) + " in the shapes world"
                + NearNames.suggestion(name, names()) + "; expected one of " + String.join(", ", names()));
    }

    /** What the word stands for. */
    Enum<?> value() {
        return kind.all().stream()
                .filter(value -> kind.names(value).contains(word))
                .findFirst()
                .orElseThrow();
    }

    /** The scene with another concept of the same kind in place of this one; everything else stays. */
    public Scene replacedBy(Concept other, Scene scene) {
        return kind.replaced(scene, value(), other.value());
    }

    /** Whether both are names of the same thing, such as {@code circle} and {@code disc}. */
    public boolean isSameAs(Concept other) {
        return kind == other.kind && value() == other.value();
    }

    /** All names of what the word stands for, its own first. */
    public List<String> synonyms() {
        return kind.names(value());
    }

    /** Concepts of the same kind that may be drawn in its place, the most similar first, each by its own name. */
    public List<Concept> others() {
        return Neighbors.of(kind, value()).stream()
                .filter(kind.substitutes()::contains)
                .map(other -> new Concept(kind, kind.names(other).get(0)))
                .toList();
    }

    /** Whether a scene shows it, whatever its caption says. */
    boolean isIn(Scene scene) {
        return kind.shown(scene).contains(value());
    }

    /**
     * Whether a caption says the word. A single thing is said by "a", for which there is no other word, and the pattern of a
     * background is not a fill.
     */
    public boolean isSaidIn(String caption) {
        String words =
                " " + String.join(" ", caption.toLowerCase(Locale.ROOT).strip().split("\\s+")) + " ";
        int background = words.indexOf(" on a ");
        String things = background < 0 ? words : words.substring(0, background + 1);
        List<String> forms = new ArrayList<>(List.of(word));
        if (kind == ConceptKind.SHAPE) {
            forms.add(Shape.plural(word));
        }
        return word.equals("one") || forms.stream().anyMatch(form -> things.contains(" " + form + " "));
    }
}
