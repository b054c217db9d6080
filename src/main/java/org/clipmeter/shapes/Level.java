package org.clipmeter.shapes;

import java.util.List;

/**
 * A part of the world from which scenes are drawn.
 *
 * @param colors the number of colours, counted from the first
 * @param shapes the number of shapes, counted from the first
 * @param single the share of scenes with one thing
 * @param counted the share of scenes with two to four of a kind
 * @param pairs the share of scenes with two different things
 * @param patterned the share of things whose fill is drawn from {@code fills}; the others are solid
 * @param combinations which combinations of colour and shape may appear
 */
public record Level(
        int colors,
        int shapes,
        List<Size> sizes,
        List<Fill> fills,
        List<Background> backgrounds,
        double single,
        double counted,
        double pairs,
        double patterned,
        Combinations combinations) {

    /** Combinations of a colour and a shape: those shown in training, those excluded from it, or both. */
    public enum Combinations {
        SEEN,
        HELD_OUT,
        ALL;

        boolean allows(Thing thing) {
            return this == ALL
                    || (this == HELD_OUT) == (thing.shape() == thing.color().heldOut());
        }
    }

    private static final List<Size> SIZES = List.of(Size.values());
    private static final List<Fill> SOLID = List.of(Fill.SOLID);
    private static final List<Fill> FILLS = List.of(Fill.values());
    private static final List<Background> BACKGROUNDS = List.of(Background.values());

    /** Eight colours, six shapes, two sizes, solid, one or two things. */
    public static final Level ONE =
            new Level(8, 6, List.of(Size.SMALL, Size.LARGE), SOLID, BACKGROUNDS, .5, 0, .5, 0, Combinations.ALL);

    /** Everything. */
    public static final Level WORLD = new Level(12, 10, SIZES, FILLS, BACKGROUNDS, .35, .25, .4, .4, Combinations.ALL);

    public Level {
        sizes = List.copyOf(sizes);
        fills = List.copyOf(fills);
        backgrounds = List.copyOf(backgrounds);
    }

    public Level withMix(double newSingle, double newCounted, double newPairs) {
        return new Level(
                colors, shapes, sizes, fills, backgrounds, newSingle, newCounted, newPairs, patterned, combinations);
    }

    public Level with(Combinations newCombinations) {
        return new Level(colors, shapes, sizes, fills, backgrounds, single, counted, pairs, patterned, newCombinations);
    }

    /** This level with another share of things whose fill is drawn from all fills. */
    public Level withPatterned(double newPatterned) {
        return new Level(colors, shapes, sizes, fills, backgrounds, single, counted, pairs, newPatterned, combinations);
    }

    /** This level, but with solid things of the given sizes on the given backgrounds only. */
    public Level plain(List<Size> newSizes, List<Background> newBackgrounds) {
        return new Level(colors, shapes, newSizes, SOLID, newBackgrounds, single, counted, pairs, 0, combinations);
    }
}
