package org.clipmeter.shapes;

import java.util.List;
import java.util.Locale;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.image.RgbImage;

/**
 * Draws the pictures for prompts, in place of a text-to-image model: correctly, with mistakes, or without a concept that was
 * erased. Artists are immutable and safe from any thread.
 */
public interface Artist {
    /** What distinguishes its pictures, in a few words. */
    String title();

    /**
     * The scene that this artist draws.
     *
     * @param caption what was asked for
     * @param asked the scene that the caption describes
     * @param random the source of all chance; how the scene is then drawn depends on the numbers that are left in it
     */
    Scene interpret(String caption, Scene asked, SplitMix64 random);

    /** The picture after what this artist does to it; the picture itself if that is nothing. */
    default RgbImage finish(RgbImage picture, Scene drawn, SplitMix64 random) {
        return picture;
    }

    /** Draws what the caption states. */
    record Faithful() implements Artist {
        @Override
        public String title() {
            return "everything as asked";
        }

        @Override
        public Scene interpret(String caption, Scene asked, SplitMix64 random) {
            return asked;
        }
    }

    /**
     * Draws another color or shape in some pictures.
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

        @Override
        public String title() {
            return String.format(Locale.ROOT, "mistakes in %.0f %% of the pictures", 100 * share);
        }

        @Override
        public Scene interpret(String caption, Scene asked, SplitMix64 random) {
            return random.chance(share) ? asked.with(mistake(asked.first(), random), asked.second()) : asked;
        }

        private static Thing mistake(Thing thing, SplitMix64 random) {
            return random.chance(.5)
                    ? new Thing(thing.color(), anotherShape(thing.shape(), random), thing.size(), thing.fill())
                    : new Thing(anotherColor(thing.color(), random), thing.shape(), thing.size(), thing.fill());
        }

        /** Another of the eight colors that are visible on every background. */
        private static Color anotherColor(Color color, SplitMix64 random) {
            Color other = color;
            while (other == color) {
                other = List.of(Color.values()).get(random.below(8));
            }
            return other;
        }
    }

    /**
     * Always draws another shape in place of one shape, as a model from which a concept was erased. Package {@code
     * shapes.erase} has more ways to erase, and other concepts.
     *
     * @param erased the shape that is never drawn
     */
    record WithoutShape(Shape erased) implements Artist {
        @Override
        public String title() {
            return "no " + erased.word();
        }

        @Override
        public Scene interpret(String caption, Scene asked, SplitMix64 random) {
            Thing second = asked.second();
            Thing first = without(asked.first(), random);
            return asked.with(first, second == null ? null : without(second, random));
        }

        private Thing without(Thing thing, SplitMix64 random) {
            return thing.shape() == erased
                    ? new Thing(thing.color(), anotherShape(erased, random), thing.size(), thing.fill())
                    : thing;
        }
    }

    private static Shape anotherShape(Shape shape, SplitMix64 random) {
        Shape other = shape;
        while (other == shape) {
            other = List.of(Shape.values()).get(random.below(Shape.values().length));
        }
        return other;
    }
}
