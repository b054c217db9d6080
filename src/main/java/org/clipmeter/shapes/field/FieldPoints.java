package org.clipmeter.shapes.field;

import org.clipmeter.shapes.Layout;
import org.clipmeter.shapes.SplitMix64;

/**
 * Points of several pictures as the network's inputs, row-major.
 *
 * @param pictures the number of pictures
 * @param points of each picture
 * @param inputs (pictures, points, {@link FieldInputs#COUNT})
 */
@SuppressWarnings("ArrayRecordComponent")
public record FieldPoints(int pictures, int points, float[] inputs) {
    /** No thing reaches farther than this from its place, in units. */
    private static final double NEAR = 19;

    public FieldPoints(int pictures, int points) {
        this(pictures, points, new float[pictures * points * FieldInputs.COUNT]);
    }

    /** A random coordinate of a point for training, in units: near a thing's place, or anywhere in the picture. */
    public static double coordinate(double place, boolean near, SplitMix64 random) {
        double at = near ? place + (2 * random.uniform() - 1) * NEAR : random.uniform() * Layout.UNITS;
        return Math.min(Layout.UNITS, Math.max(0, at));
    }

    /** Sets point {@code point} of picture {@code picture} to (x, y), as a slot of the latent sees it. */
    public void set(int picture, int point, Latent latent, int slot, double x, double y) {
        FieldInputs.write(latent, slot, x, y, inputs, (picture * points + point) * FieldInputs.COUNT);
    }
}
