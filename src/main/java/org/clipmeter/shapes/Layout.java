package org.clipmeter.shapes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds places for the things of a scene so that they neither overlap nor leave the picture. */
public final class Layout {
    /** The width and height of a picture in the units of {@link Placement}. */
    public static final int UNITS = 64;

    private static final double ROTATION = .22;

    private Layout() {}

    /** One placement for each thing, in the order of the scene; equal things are in random order. */
    public static List<Placement> of(Scene scene, SplitMix64 random) {
        if (scene.second() != null) {
            return pair(scene, scene.second(), random);
        }
        Size size = scene.first().size();
        if (scene.arrangement() == Arrangement.ONE) {
            double radius = size.radius(random, true);
            double free = UNITS - 2 * radius - 2;
            return List.of(
                    place(radius + 1 + random.uniform() * free, radius + 1 + random.uniform() * free, radius, random));
        }
        return quarters(size, scene.arrangement().count(), random);
    }

    /** A placement of one thing at most {@code spread} units from the centre. */
    public static Placement nearCentre(Size size, double spread, SplitMix64 random) {
        double middle = UNITS / 2.0;
        return place(
                middle + random.uniform(-spread, spread),
                middle + random.uniform(-spread, spread),
                size.radius(random, true),
                random);
    }

    private static List<Placement> quarters(Size size, int count, SplitMix64 random) {
        List<Integer> cells = new ArrayList<>(List.of(0, 1, 2, 3));
        for (int i = 3; i > 0; i--) {
            Collections.swap(cells, i, random.below(i + 1));
        }
        List<Placement> placements = new ArrayList<>();
        for (int cell : cells.subList(0, count)) {
            double radius = size.radius(random, false);
            double play = 16 - radius - .6;
            double x = 16 + 32 * (cell % 2) + random.uniform(-play, play);
            double y = 16 + 32 * (cell / 2) + random.uniform(-play, play);
            placements.add(place(x, y, radius, random));
        }
        return placements;
    }

    private static List<Placement> pair(Scene scene, Thing second, SplitMix64 random) {
        double r1 = scene.first().size().radius(random, false);
        double r2 = second.size().radius(random, false);
        // Along the axis of the relation: the free space is divided at random, with a gap before each thing.
        double free = UNITS - 2 * r1 - 2 * r2 - 4;
        double a = random.uniform();
        double b = random.uniform();
        if (a + b > 1) {
            a = 1 - a;
            b = 1 - b;
        }
        double p1 = 1 + r1 + free * a;
        double p2 = p1 + r1 + r2 + 2 + free * b;
        // Across it: never so far apart that the other relation would be true as well.
        double shift = random.uniform(-.6, .6) * (p2 - p1);
        double low = Math.max(r1 + 1, r2 + 1 - shift);
        double high = Math.min(UNITS - 1 - r1, UNITS - 1 - r2 - shift);
        if (high < low) {
            shift = 0;
            low = Math.max(r1, r2) + 1;
            high = UNITS - 1 - Math.max(r1, r2);
        }
        double q1 = random.uniform(low, high);
        double q2 = q1 + shift;
        return scene.arrangement() == Arrangement.LEFT_OF
                ? List.of(place(p1, q1, r1, random), place(p2, q2, r2, random))
                : List.of(place(q1, p1, r1, random), place(q2, p2, r2, random));
    }

    private static Placement place(double x, double y, double radius, SplitMix64 random) {
        return new Placement(x, y, radius, random.uniform(-ROTATION, ROTATION));
    }
}
