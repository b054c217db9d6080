package org.clipmeter.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The shapes of the world. Each is a signed distance function on a disc of radius about 1, y upwards. */
@SuppressWarnings("ImmutableEnumChecker") // the list of names can not be changed
public enum Shape {
    /** A disc. */
    CIRCLE("disc", "ball", "round shape") {
        @Override
        double distance(double x, double y) {
            return length(x, y) - .95;
        }
    },
    /** A square on one of its sides. */
    SQUARE("box") {
        @Override
        double distance(double x, double y) {
            return Math.max(Math.abs(x), Math.abs(y)) - .80;
        }
    },
    /** An equilateral triangle that points upwards. */
    TRIANGLE {
        @Override
        double distance(double x, double y) {
            return Math.max(-y, .866 * Math.abs(x) + .5 * y) - .55;
        }
    },
    /** A star with five arms. */
    STAR {
        @Override
        double distance(double x, double y) {
            // Two mirrors at 36 degrees fold all five arms onto the upright one.
            double cos = .8090169943749475;
            double sin = .5877852522924731;
            double px = Math.abs(x);
            double fold = 2 * Math.max(cos * px - sin * y, 0);
            px -= fold * cos;
            double py = y + fold * sin;
            fold = 2 * Math.max(-cos * px - sin * py, 0);
            px = Math.abs(px + fold * cos);
            py += fold * sin;
            // The edge runs from the tip (0, 1.08) to the notch at radius .45.
            double ex = .45 * sin;
            double ey = .45 * cos - 1.08;
            return (-ey * px + ex * (py - 1.08)) / length(ex, ey);
        }
    },
    /** An upright cross with four equal arms. */
    CROSS {
        @Override
        double distance(double x, double y) {
            double ax = Math.abs(x);
            double ay = Math.abs(y);
            return Math.min(Math.max(ax - .98, ay - .32), Math.max(ax - .32, ay - .98));
        }
    },
    /** A heart. */
    HEART {
        @Override
        double distance(double x, double y) {
            double ax = Math.abs(x);
            double lobe = length(ax - .47, y - .38) - .50;
            double tip = Math.max(.788 * ax - .615 * (y + .98), y - .38);
            double middle = Math.max(ax - .4, Math.max(y - .5, -y - .2));
            return Math.min(Math.min(lobe, tip), middle);
        }
    },
    /** A rhombus that stands on a corner. */
    DIAMOND("rhombus") {
        @Override
        double distance(double x, double y) {
            return (Math.abs(x) / .72 + Math.abs(y) / 1.02 - 1) * .59;
        }
    },
    /** A crescent. */
    MOON("crescent") {
        @Override
        double distance(double x, double y) {
            return Math.max(length(x, y) - .98, .80 - length(x - .48, y - .10));
        }
    },
    /** A regular hexagon. */
    HEXAGON {
        @Override
        double distance(double x, double y) {
            return Math.max(.866 * Math.abs(x) + .5 * Math.abs(y), Math.abs(y)) - .86;
        }
    },
    /** An arrow that points to the right. */
    ARROW {
        @Override
        double distance(double x, double y) {
            double ay = Math.abs(y);
            double shaft = Math.max(Math.max(-x - 1, x - .15), ay - .26);
            double head = Math.max(-x, (x + 1.12 * ay - 1) * .67);
            return Math.min(shaft, head);
        }
    };

    /** A hollow circle, in one word. */
    public static final String RING = "ring";

    private final List<String> names;

    Shape(String... synonyms) {
        List<String> all = new ArrayList<>(List.of(word()));
        all.addAll(List.of(synonyms));
        this.names = List.copyOf(all);
    }

    /** The distance of a point to the outline in radii, negative inside. */
    abstract double distance(double x, double y);

    private static double length(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }

    /** Its own name in captions. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its name in captions for several of it. */
    public String plural() {
        return plural(word());
    }

    /** All its names in captions for one of it: its own, then its synonyms. */
    public List<String> names() {
        return names;
    }

    /** A name for several things, such as {@code boxes}. */
    public static String plural(String name) {
        return name.endsWith("s") || name.endsWith("x") ? name + "es" : name + "s";
    }
}
