package org.clipmeter.shapes.erase;

import java.util.List;
import java.util.Locale;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.shapes.Artist;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SplitMix64;
import org.jspecify.annotations.Nullable;

/**
 * An artist from which a concept was erased. What it leaves alone has the same bytes as the pictures of {@link
 * Artist.Faithful}. Immutable and safe from any thread.
 */
public final class Erasure implements Artist {
    private static final double[] NEIGHBORS_SHARES = {.75, .5, .25};

    private final Concept concept;
    private final Technique technique;
    private final double strength;
    private final @Nullable Concept anchor;
    private final List<Enum<?>> neighbors;

    private Erasure(Concept concept, Technique technique, double strength, @Nullable Concept anchor) {
        if (!(strength >= 0 && strength <= 1)) {
            throw new InvalidRequestException("strength: expected 0 to 1, got " + strength);
        }
        if (anchor != null && technique != Technique.ANCHOR) {
            throw new InvalidRequestException("an anchor is for the technique anchor, and " + technique.id()
                    + " has none; choose the technique anchor, or leave the anchor out");
        }
        if (anchor != null) {
            check(concept, anchor);
        }
        this.concept = concept;
        this.technique = technique;
        this.strength = strength;
        this.anchor = anchor;
        this.neighbors = Neighbors.of(concept.kind(), concept.value());
    }

    /**
     * An erasure of full strength.
     *
     * @param concept what is erased, see {@link Concept#of}
     * @throws InvalidRequestException if there is no such concept
     */
    public static Erasure of(String concept, Technique technique) {
        return new Erasure(Concept.of(concept), technique, 1, null);
    }

    /**
     * The same with another strength.
     *
     * @param newStrength from 0, which changes nothing, to 1; {@link Technique#strength} says what it means
     * @throws InvalidRequestException if it is not from 0 to 1
     */
    public Erasure withStrength(double newStrength) {
        return new Erasure(concept, technique, newStrength, anchor);
    }

    /**
     * The same with an anchor, which {@link Technique#ANCHOR} draws in place of the concept.
     *
     * @param name a concept of the same kind
     * @throws InvalidRequestException if the technique has no anchor, or this can't be one
     */
    public Erasure withAnchor(String name) {
        return new Erasure(concept, technique, strength, Concept.of(name));
    }

    private static void check(Concept concept, Concept anchor) {
        ConceptKind kind = concept.kind();
        boolean fits = anchor.kind() == kind
                && anchor.value() != concept.value()
                && kind.substitutes().contains(anchor.value());
        if (!fits) {
            List<String> others = kind.substitutes().stream()
                    .filter(value -> value != concept.value())
                    .map(value -> kind.names(value).get(0))
                    .toList();
            throw new InvalidRequestException(anchor.word() + " can't be the anchor of " + concept.word()
                    + "; expected " + String.join(", ", others));
        }
    }

    /** What is erased. */
    public Concept concept() {
        return concept;
    }

    /** How it is erased. */
    public Technique technique() {
        return technique;
    }

    /** How strongly, from 0 to 1. */
    public double strength() {
        return strength;
    }

    /** What {@link Technique#ANCHOR} draws in place of the concept; empty for the other techniques. */
    public String anchor() {
        return technique == Technique.ANCHOR
                ? concept.kind().names(anchorValue()).get(0)
                : "";
    }

    @Override
    public String title() {
        String by = technique.id() + (technique == Technique.ANCHOR ? " " + anchor() : "");
        return concept.word() + " erased by " + by + String.format(Locale.ROOT, ", strength %s", strength);
    }

    @Override
    public Scene interpret(String caption, Scene asked, SplitMix64 random) {
        return technique.interpret(this, caption, asked, random.apart());
    }

    @Override
    public RgbImage finish(RgbImage picture, Scene drawn, SplitMix64 random) {
        return technique.finish(this, picture, drawn, random);
    }

    /** Whether the erasure has an effect on a picture, in this share of the pictures at full strength. */
    boolean strikes(SplitMix64 random, double share) {
        return random.uniform() < strength * share;
    }

    /** The value that takes the concept's place. */
    Enum<?> anchorValue() {
        return anchor != null
                ? anchor.value()
                : neighbors.stream()
                        .filter(concept.kind().substitutes()::contains)
                        .findFirst()
                        .orElseThrow();
    }

    /** The scene with another value at random in place of the concept. */
    Scene without(Scene scene, SplitMix64 random) {
        return without(scene, concept.value(), random);
    }

    private Scene without(Scene scene, Enum<?> value, SplitMix64 random) {
        List<Enum<?>> others = concept.kind().substitutes().stream()
                .filter(other -> other != value && other != concept.value())
                .toList();
        int choice = random.below(Math.max(1, others.size()));
        return others.isEmpty() ? scene : concept.kind().replaced(scene, value, others.get(choice));
    }

    /**
     * The scene without the concept and, in part of the pictures, without the values that look most like it. A relation has no
     * third one to be drawn in its neighbor's place, so its neighbor stays.
     */
    Scene withoutNeighbors(Scene asked, SplitMix64 random) {
        Scene scene = asked;
        for (Enum<?> value : concept.kind().shown(asked)) {
            int place = neighbors.indexOf(value);
            double share = place < 0 ? 1 : place < NEIGHBORS_SHARES.length ? NEIGHBORS_SHARES[place] : 0;
            boolean strikes = strikes(random, share);
            Scene without = without(scene, value, random);
            scene = strikes ? without : scene;
        }
        return scene;
    }
}
