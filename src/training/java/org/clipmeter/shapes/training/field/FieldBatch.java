package org.clipmeter.shapes.training.field;

import java.util.List;

/**
 * The arrays of one step of the field's training, row-major.
 *
 * @param close whether half of the points are close to things, or only near them
 * @param captions one for each of B pictures
 * @param points P of each picture
 * @param inputs (B, P, inputs)
 * @param colors red, green and blue that the points have, 0 to 1, (B, P, 3)
 * @param colorWeights 1 / (3 · B · P), more on dots, or 0 for a point on the thing of another slot, (B, P, 1)
 * @param covered how far the slot's thing covers the points, 0 to 1, (B, P, 1)
 */
@SuppressWarnings("ArrayRecordComponent")
record FieldBatch(
        boolean close, List<String> captions, int points, float[] inputs, float[] colors, float[] colorWeights, float[] covered) {}
