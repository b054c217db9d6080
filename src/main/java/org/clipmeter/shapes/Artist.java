package org.clipmeter.shapes;

import java.util.List;
import org.clipmeter.failure.InvalidRequestException;

/** Draws the pictures for prompts, in place of a text-to-image model: correctly or with mistakes. */
public sealed interface Artist {
    /** Draws what the caption states. */
    record Faithful() implements Artist {}

    /**
     * Draws another colour or shape in some pictures.
     *
     * @param share the share of wrong pictures, 0 to 1
     */
    record Careless(double share) implements Artist {
        /**
         * An artist who makes mistakes.
         *
         * @throws IllegalArgumentException if the share is not 0 to 1
         */
        public Careless {
            if (!(share >= 0 && share <= 1)) {
                throw new InvalidRequestException("expected a share from 0 to 1, got " + share);
            }
        }
    }

    /**
     * Always draws another shape in place of one shape, as a model from which a concept was erased.
     *
     * @param erased the shape that is never drawn
     */
    record WithoutShape(Shape erased) implements Artist {}

    /** The scene that this artist draws for a requested scene; mistakes are random. */
    default Scene interpret(Scene scene, SplitMix64 random) {
        Thing second = scene.second();
        if (this instanceof Careless careless && random.chance(careless.share())) {
            return scene.with(mistake(scene.first(), random), second);
        }
        if (this instanceof WithoutShape without) {
            Thing first = without(scene.first(), without.erased(), random);
            return scene.with(first, second == null ? null : without(second, without.erased(), random));
        }
        return scene;
    }

    private static Thing mistake(Thing thing, SplitMix64 random) {
        return random.chance(.5)
                ? without(thing, thing.shape(), random)
                : new Thing(another(thing.color(), random), thing.shape(), thing.size(), thing.fill());
    }

    private static Thing without(Thing thing, Shape erased, SplitMix64 random) {
        if (thing.shape() != erased) {
            return thing;
        }
        Shape[] shapes = Shape.values();
        Shape other = erased;
        while (other == erased) {
            other = shapes[random.below(shapes.length)];
        }
        return new Thing(thing.color(), other, thing.size(), thing.fill());
    }

    /** Another of the eight colours that are visible on every background. */
    private static Color another(Color color, SplitMix64 random) {
        Color other = color;
        while (other == color) {
            other = List.of(Color.values()).get(random.below(8));
        }
        return other;
    }
}
