package org.clipmeter.weights;

import java.nio.FloatBuffer;
import java.util.List;

/** A tensor to be written. Its row-major values are read from a read-only view, without a copy. */
public record NamedTensor(String name, List<Long> shape, FloatBuffer values) {
    public NamedTensor {
        shape = List.copyOf(shape);
        values = values.asReadOnlyBuffer();
        long elements = 1;
        for (long size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        if (elements != values.remaining()) {
            throw new IllegalArgumentException("tensor '" + name + "' of shape " + shape + " has " + values.remaining()
                    + " values, expected " + elements);
        }
    }

    /** A tensor over an array, which must not change before it is written. */
    public static NamedTensor of(String name, List<Long> shape, float[] values) {
        return new NamedTensor(name, shape, FloatBuffer.wrap(values));
    }
}
