package org.clipmeter.shapes;

import java.util.Locale;

/** How a thing is filled. */
public enum Fill {
    SOLID,
    HOLLOW,
    STRIPED {
        @Override
        public double pattern(double x, double y, double radius) {
            double period = period(radius);
            return clamp(.5 + 1.5 * wave((x + y) * .7071 / period));
        }
    },
    DOTTED {
        @Override
        public double pattern(double x, double y, double radius) {
            double period = period(radius);
            return clamp(.5 + 2.5 * (wave(x / period) * wave(y / period) + .15));
        }
    },
    SHADED;

    /**
     * How strongly a point within a thing is painted by the pattern of this fill, from 0 to 1; always 1 if it has none.
     *
     * @param x from the thing's place, in units of {@link Placement}, as the thing is turned; {@code y} likewise, upwards
     * @param radius of the thing, in the same units
     */
    public double pattern(double x, double y, double radius) {
        return 1;
    }

    private static double period(double radius) {
        return Math.max(.45 * radius, 4.2);
    }

    /** A triangle wave of period 1 between −1 and 1, zero and rising at 0. */
    private static double wave(double t) {
        double phase = t + .25 - Math.floor(t + .25);
        return 1 - 4 * Math.abs(phase - .5);
    }

    private static double clamp(double value) {
        return Math.min(1, Math.max(0, value));
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
