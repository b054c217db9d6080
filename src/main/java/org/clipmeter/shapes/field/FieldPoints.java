package org.clipmeter.shapes.field;

/**
 * Points of several pictures as the network's inputs, row-major.
 *
 * @param pictures the number of pictures
 * @param points of each picture
 * @param inputs (pictures, points, {@link FieldInputs#COUNT})
 */
@SuppressWarnings("ArrayRecordComponent")
public record FieldPoints(int pictures, int points, float[] inputs) {
    public FieldPoints(int pictures, int points) {
        this(pictures, points, new float[pictures * points * FieldInputs.COUNT]);
    }

    /** Sets point {@code point} of picture {@code picture} to (x, y), as a slot of the latent sees it. */
    public void set(int picture, int point, Latent latent, int slot, double x, double y) {
        FieldInputs.write(latent, slot, x, y, inputs, (picture * points + point) * FieldInputs.COUNT);
    }
}
