package org.clipmeter.shapes;

import java.util.ArrayList;
import java.util.List;

/**
 * What a picture leaves to chance apart from the places of its things.
 *
 * @param tint added to red, green and blue of the background, −0.03 to 0.03 each
 * @param level how bright the background is within its range, 0 to 1
 * @param offset of the background's pattern in units of {@link Placement}, 0 to 16
 * @param angle of the background's gradient in radians
 * @param jitters added to red, green and blue of each thing, −{@link #JITTER} to {@link #JITTER} each
 */
@SuppressWarnings("ArrayRecordComponent") // arrays are not changed
public record Look(double[] tint, double level, double offset, double angle, List<double[]> jitters) {
    /** The largest change of a thing's red, green or blue. */
    public static final double JITTER = .07;

    /** The largest change of the background's red, green or blue. */
    public static final double TINT = .03;

    /** The largest offset of a pattern. */
    public static final double OFFSET = 16;

    public Look {
        jitters = List.copyOf(jitters);
    }

    /** Draws the look of a picture with so many things. */
    public static Look of(int things, SplitMix64 random) {
        double[] tint = three(random, TINT);
        double level = random.uniform();
        double offset = random.uniform(0, OFFSET);
        double angle = random.uniform(0, 6.283185307179586);
        List<double[]> jitters = new ArrayList<>();
        for (int i = 0; i < things; i++) {
            jitters.add(three(random, JITTER));
        }
        return new Look(tint, level, offset, angle, jitters);
    }

    private static double[] three(SplitMix64 random, double most) {
        double[] values = new double[3];
        for (int c = 0; c < 3; c++) {
            values[c] = random.uniform(-most, most);
        }
        return values;
    }
}
