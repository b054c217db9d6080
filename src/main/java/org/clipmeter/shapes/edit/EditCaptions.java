package org.clipmeter.shapes.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.shapes.Arrangement;
import org.clipmeter.shapes.Caption;
import org.clipmeter.shapes.Fill;
import org.clipmeter.shapes.Level;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SceneSampler;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.erase.ConceptKind;

/**
 * The captions from which an edit is computed. They use the names that the concept and the anchor were chosen by, and the
 * usual names of everything else, so that an edit of {@code circle} has not seen {@code disc}.
 *
 * @param erased captions that say the concept
 * @param anchors the same captions with the anchor in its place, word by word
 * @param kept captions of pictures without the concept
 */
public record EditCaptions(List<String> erased, List<String> anchors, List<String> kept) {
    private static final Level LEVEL = Level.WORLD.withMix(.6, .2, .2).withPatterned(.5);

    /** So many scenes are drawn at most for each caption that is wanted. */
    private static final int TRIES = 500;

    public EditCaptions {
        erased = List.copyOf(erased);
        anchors = List.copyOf(anchors);
        kept = List.copyOf(kept);
    }

    /** How many captions there are with the concept, and without it. */
    record Counts(int erased, int kept) {}

    /**
     * Draws captions.
     *
     * @param concept a shape, a color, a fill, or a count of two to four
     * @param anchor another one of the same kind
     * @param plurals whether captions may say the concept of several things of a kind; if not, they say {@code circle}
     *     and never {@code circles}
     * @throws InvalidRequestException if the concept can't be erased, or the anchor does not fit it
     */
    static EditCaptions of(Concept concept, Concept anchor, boolean plurals, Counts counts, long seed) {
        check(concept, anchor);
        SceneSampler sampler = new SceneSampler(LEVEL, new SplitMix64(seed));
        List<String> with = new ArrayList<>();
        List<String> instead = new ArrayList<>();
        List<String> without = new ArrayList<>();
        int tries = TRIES * (counts.erased() + counts.kept());
        while (with.size() < counts.erased() || without.size() < counts.kept()) {
            if (tries-- == 0) {
                throw new IllegalStateException("no caption says " + concept.word());
            }
            Scene scene = sampler.next();
            Scene other = concept.replacedBy(anchor, scene);
            if (other.equals(scene)) {
                if (without.size() < counts.kept()) {
                    without.add(caption(scene, concept, anchor));
                }
            } else if (with.size() < counts.erased() && (plurals || !isOfSeveral(scene))) {
                with.add(caption(scene, concept, anchor));
                instead.add(caption(other, concept, anchor));
            }
        }
        return new EditCaptions(with, instead, without);
    }

    private static boolean isOfSeveral(Scene scene) {
        return scene.second() == null && scene.arrangement() != Arrangement.ONE;
    }

    private static void check(Concept concept, Concept anchor) {
        if (concept.kind() == ConceptKind.RELATION) {
            throw new InvalidRequestException("the relation " + concept.word()
                    + " can't be erased from the field: an edit exchanges single words, and relations have several;"
                    + " expected a shape, a color, a fill, two, three or four");
        }
        if (isOne(concept) || isOne(anchor)) {
            throw new InvalidRequestException("the count one can't be " + (isOne(concept) ? "erased" : "an anchor")
                    + ": captions say it by \"a\", as they do of each thing of a pair; expected two, three or four");
        }
        List<String> others = concept.others().stream()
                .map(Concept::word)
                .filter(word -> !word.equals("one"))
                .toList();
        if (concept.kind() != anchor.kind() || concept.isSameAs(anchor)) {
            throw new InvalidRequestException(anchor.word() + " can't be the anchor of " + concept.word()
                    + ": expected another " + concept.kind().word() + ", such as " + String.join(", ", others));
        }
        for (Concept each : List.of(concept, anchor)) {
            if (each.word().contains(" ")) {
                throw new InvalidRequestException(
                        each.word() + " can't be " + (each.equals(concept) ? "erased" : "an anchor")
                                + ": an edit exchanges single words; expected another name, such as "
                                + each.synonyms().get(0));
            }
        }
    }

    private static boolean isOne(Concept concept) {
        return concept.kind() == ConceptKind.COUNT && concept.word().equals("one");
    }

    /** Everything about a scene in words; a solid fill is said if the edit is about fills. */
    @SuppressWarnings("EnumOrdinal") // labels are ordinals
    private static String caption(Scene scene, Concept concept, Concept anchor) {
        int[] labels = scene.labels();
        for (int at : new int[] {Caption.FIRST, Caption.SECOND}) {
            if (concept.kind() != ConceptKind.FILL && labels[at + 3] == Fill.SOLID.ordinal()) {
                labels[at + 3] = -1;
            }
        }
        Caption.Wording wording = names -> chosen(names, concept, anchor).orElse(names.get(0));
        boolean pair = scene.second() != null;
        int count = pair ? 1 : scene.arrangement().count();
        List<String> words = new ArrayList<>(Caption.noun(labels, Caption.FIRST, count, "shape", wording));
        if (pair) {
            words.add(scene.arrangement() == Arrangement.LEFT_OF ? "left of" : "above");
            words.addAll(Caption.noun(labels, Caption.SECOND, 1, "shape", wording));
        }
        words.addAll(List.of("on", "a", scene.background().word(), "background"));
        return String.join(" ", words);
    }

    private static Optional<String> chosen(List<String> names, Concept concept, Concept anchor) {
        return names.stream()
                .filter(name -> name.equals(concept.word()) || name.equals(anchor.word()))
                .findFirst();
    }
}
