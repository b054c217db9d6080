package org.clipmeter.weights;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.clipmeter.weights.file.DType;

/** A parameter of a random checkpoint. Its values depend on seed and name: nearly normal (F32), or 0, 1, 2... (I64). */
public record Param(String name, List<Long> shape, DType dtype, double mean, double std) {
    /** Standard deviation of the sum of four uniform 16-bit numbers. */
    private static final double SUM_STD = Math.sqrt((65536.0 * 65536.0 - 1) / 3);

    private static final double SUM_MEAN = 2 * 65535.0;

    public Param {
        shape = List.copyOf(shape);
    }

    static Param normal(String name, double std, long... shape) {
        return new Param(name, List.of(box(shape)), DType.F32, 0, std);
    }

    static Param around(String name, double mean, double std, long... shape) {
        return new Param(name, List.of(box(shape)), DType.F32, mean, std);
    }

    static Param counting(String name, long... shape) {
        return new Param(name, List.of(box(shape)), DType.I64, 0, 0);
    }

    private static Long[] box(long... values) {
        Long[] boxed = new Long[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return boxed;
    }

    long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    long bytes() {
        return elements() * dtype.bytes();
    }

    /** The values, which each call of {@link #fill} continues. */
    final class Values {
        private final SplittableRandom random;
        private long next;

        private Values(long seed) {
            CRC32 hash = new CRC32();
            hash.update(name.getBytes(StandardCharsets.UTF_8));
            random = new SplittableRandom(seed * 0x9e3779b97f4a7c15L + hash.getValue());
        }

        /** Fills the little-endian buffer as long as there are values. */
        void fill(ByteBuffer target) {
            long count = Math.min(elements() - next, target.remaining() / dtype.bytes());
            for (long i = 0; i < count; i++) {
                if (dtype == DType.I64) {
                    target.putLong(next + i);
                } else {
                    long bits = random.nextLong();
                    long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
                    target.putFloat((float) (mean + std * (sum - SUM_MEAN) / SUM_STD));
                }
            }
            next += count;
        }
    }

    Values values(long seed) {
        return new Values(seed);
    }
}
