package org.clipmeter.explain;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.clipmeter.failure.InvalidRequestException;

/**
 * The relevance of each patch of an image, in the unit of the method. It is immutable.
 *
 * @param side how many patches there are along a side
 * @param values row by row from the top left, side · side of them
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
public record PatchMap(int side, float[] values) {
    /**
     * A map, with its values copied.
     *
     * @throws InvalidRequestException if there is no patch, or not one finite value for each patch
     */
    public PatchMap {
        if (side < 1 || values.length != side * side) {
            throw new InvalidRequestException(
                    "explain: a map of " + values.length + " values, expected " + side + " x " + side);
        }
        values = values.clone();
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new InvalidRequestException("explain: a map has the value " + value
                        + " instead of a finite number; the model's weights may be damaged, or its numbers too large");
            }
        }
    }

    @Override
    public float[] values() {
        return values.clone();
    }

    /** The relevance of a patch. */
    public double at(int row, int column) {
        return values[row * side + column];
    }

    /** The largest value without its sign. */
    public double largest() {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** The indices of the patches, the most relevant first; of equal ones the upper left first. */
    int[] order() {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted((a, b) -> Float.compare(values[b], values[a]))
                .mapToInt(index -> index)
                .toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PatchMap map && map.side == side && Arrays.equals(map.values, values);
    }

    @Override
    public int hashCode() {
        return 31 * side + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "PatchMap[" + side + " x " + side + "]";
    }
}
