package org.clipmeter.weights.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The location of a tensor's elements in a file.
 *
 * @param offset the byte position of the first element in the file
 * @param strides the step from one element to the next in each dimension, counted in elements
 */
public record TensorView(WeightFile file, DType dtype, List<Long> shape, long offset, List<Long> strides) {
    public TensorView {
        shape = List.copyOf(shape);
        strides = List.copyOf(strides);
    }

    public static TensorView contiguous(WeightFile file, DType dtype, List<Long> shape, long offset) {
        return new TensorView(file, dtype, shape, offset, rowMajor(shape));
    }

    private static List<Long> rowMajor(List<Long> shape) {
        Long[] strides = new Long[shape.size()];
        long step = 1;
        for (int d = shape.size() - 1; d >= 0; d--) {
            strides[d] = step;
            step *= Math.max(1, shape.get(d));
        }
        return List.of(strides);
    }

    long elements() {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        return count;
    }

    /** The bytes in row-major order: mapped if the file has this order and natural alignment, else copied. */
    public ByteBuffer bytes() throws WeightsException {
        long length = elements() * dtype.bytes();
        if (isContiguous()) {
            ByteBuffer mapped = file.map(offset, length);
            return offset % dtype.bytes() == 0
                    ? mapped
                    : finished(direct(length).put(mapped));
        }
        ByteBuffer span = file.map(offset, (lastElement() + 1) * dtype.bytes());
        ByteBuffer gathered = direct(length);
        gather(span, gathered, 0, 0);
        return finished(gathered);
    }

    private boolean isContiguous() {
        if (elements() <= 1) {
            return true;
        }
        long step = 1;
        for (int d = shape.size() - 1; d >= 0; d--) {
            if (shape.get(d) != 1 && strides.get(d) != step) {
                return false;
            }
            step *= shape.get(d);
        }
        return true;
    }

    /** The index of the last element, counted from the first; -1 for an empty tensor. */
    private long lastElement() {
        long last = 0;
        for (int d = 0; d < shape.size(); d++) {
            if (shape.get(d) == 0) {
                return -1;
            }
            last += (shape.get(d) - 1) * strides.get(d);
        }
        return last;
    }

    private void gather(ByteBuffer from, ByteBuffer to, int dimension, long element) {
        int width = dtype.bytes();
        if (dimension == shape.size()) {
            int at = (int) (element * width);
            to.put(to.position(), from, at, width);
            to.position(to.position() + width);
            return;
        }
        long stride = strides.get(dimension);
        long size = shape.get(dimension);
        if (dimension == shape.size() - 1 && stride == 1) {
            int length = (int) (size * width);
            to.put(to.position(), from, (int) (element * width), length);
            to.position(to.position() + length);
            return;
        }
        for (long i = 0; i < size; i++) {
            gather(from, to, dimension + 1, element + i * stride);
        }
    }

    private ByteBuffer direct(long length) throws WeightsException {
        if (length > Integer.MAX_VALUE) {
            throw file.refused("has a tensor of " + length + " bytes, expected at most " + Integer.MAX_VALUE
                    + "; use another checkpoint");
        }
        return ByteBuffer.allocateDirect((int) length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer finished(ByteBuffer buffer) {
        return buffer.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
}
