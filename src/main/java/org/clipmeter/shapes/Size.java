package org.clipmeter.shapes;

import java.util.Locale;

/** The sizes of things: ranges of the radius in a picture that is 64 units wide, with gaps between them. */
public enum Size {
    SMALL(7.0, 8.6),
    MEDIUM(10.4, 12.0),
    LARGE(14.2, 17.5);

    /** The largest radius of which four fit into a picture. */
    private static final double QUARTER = 15.2;

    private final double smallest;
    private final double largest;

    Size(double smallest, double largest) {
        this.smallest = smallest;
        this.largest = largest;
    }

    /** The smallest radius of a thing of this size. */
    public double smallest() {
        return smallest;
    }

    /** The largest radius of a thing of this size, which is limited if other things are in the picture. */
    public double largest(boolean alone) {
        return alone ? largest : Math.min(largest, QUARTER);
    }

    double radius(SplitMix64 random, boolean alone) {
        return random.uniform(smallest, largest(alone));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
