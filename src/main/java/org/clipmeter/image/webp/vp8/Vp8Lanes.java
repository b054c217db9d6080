package org.clipmeter.image.webp.vp8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight positions of an edge, filtered together. Four positions share a long, 16 bits for each, so that one addition or comparison
 * serves four samples.
 *
 * <p>This covers only the usual case, in which no value has to be limited on the way. {@link #inner} and {@link #outer} change nothing
 * and return false in all other cases; the caller then filters the positions one by one.
 */
final class Vp8Lanes {
    /** The largest bound for which 3 * (q0 - p0) + p1 - q1 needs no limit at a position that is filtered. */
    static final int SAFE_BOUND = 123;

    /** Positions that are filtered together. */
    static final int SIZE = 8;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0001_0001_0001_0001L;
    private static final long BYTES = 0xff * ONES;
    private static final long EVEN = 0x0000_ffff_0000_ffffL;
    private static final long LOW = 0xffff_ffffL;

    /** The highest bit of each lane; in TOP + x - y it stays set if x is at least y. */
    private static final long TOP = 0x8000_8000_8000_8000L;

    /** Added to lanes that may be negative, so that no lane borrows from the next one. Shifts divide these numbers evenly. */
    private static final long BIAS = 0x400 * ONES;

    private static final long HALF_BIAS = 0x200 * ONES;
    private static final long WEIGHTED_BIAS = 0xe0 * ONES;

    /** Samples from p3 to q3, as the RFC names them from one side of the edge to the other, for four positions each. */
    private final long[] first = new long[SIZE];

    private final long[] second = new long[SIZE];

    /** Rows of samples, while they are turned back from columns. */
    private final long[] rows = new long[SIZE];

    /**
     * Filters eight positions of an edge between blocks.
     *
     * @param at the first sample behind the edge
     * @param across whether the edge is horizontal, so that its two sides are a row apart
     * @return false if nothing was changed because a value has to be limited
     */
    boolean inner(byte[] samples, int at, int stride, boolean across, int bound, int near, int flat) {
        load(samples, at, stride, across);
        long pass = passing(first, bound, near);
        long secondPass = passing(second, bound, near);
        if ((pass | secondPass) == 0) {
            return true;
        }
        if (!inner(first, pass, flat) || !inner(second, secondPass, flat)) {
            return false;
        }
        if (across) {
            storeRows(samples, at, stride, 2, 5);
        } else {
            storeMiddle(samples, at, stride);
        }
        return true;
    }

    /** As {@link #inner}, for an edge between macroblocks. */
    boolean outer(byte[] samples, int at, int stride, boolean across, int bound, int near, int flat) {
        load(samples, at, stride, across);
        long pass = passing(first, bound, near);
        long secondPass = passing(second, bound, near);
        if ((pass | secondPass) == 0) {
            return true;
        }
        if (!outer(first, pass, flat) || !outer(second, secondPass, flat)) {
            return false;
        }
        if (across) {
            storeRows(samples, at, stride, 1, 6);
        } else {
            storeColumns(samples, at, stride);
        }
        return true;
    }

    /** All bits of the lanes that have to be filtered, because their samples differ little. */
    private static long passing(long[] lanes, int bound, int near) {
        long p2 = lanes[1];
        long p1 = lanes[2];
        long p0 = lanes[3];
        long q0 = lanes[4];
        long q1 = lanes[5];
        long q2 = lanes[6];
        long limit = TOP + near * ONES;
        long sides = within(lanes[0], p2, limit)
                & within(p2, p1, limit)
                & within(p1, p0, limit)
                & within(q0, q1, limit)
                & within(q1, q2, limit)
                & within(q2, lanes[7], limit);
        long step = 4 * (q0 - p0);
        long ends = p1 - q1;
        long most = TOP + bound * ONES;
        long edge = (most + step + ends) & (most + step - ends) & (most - step + ends) & (most - step - ends);
        return spread(sides & edge);
    }

    /** Has the top bit of each lane in which a and b differ by no more than the limit, to which {@link #TOP} was added. */
    private static long within(long a, long b, long limit) {
        return (limit + a - b) & (limit + b - a);
    }

    /** Copies the top bit of each lane to all its bits. */
    private static long spread(long lanes) {
        long top = lanes & TOP;
        return (top << 1) - (top >>> 15);
    }

    /** The value in the lanes of a mask, the neutral one in the others. */
    private static long choose(long value, long neutral, long mask) {
        return neutral ^ ((value ^ neutral) & mask);
    }

    private static long flat(long[] lanes, int flat) {
        long limit = TOP + flat * ONES;
        return spread(within(lanes[2], lanes[3], limit) & within(lanes[4], lanes[5], limit));
    }

    private static boolean inner(long[] lanes, long pass, int flatness) {
        long p1 = lanes[2];
        long p0 = lanes[3];
        long q0 = lanes[4];
        long q1 = lanes[5];
        long flat = flat(lanes, flatness);
        long ends = choose(p1 - q1 + BIAS, BIAS, ~flat);
        long sum = 3 * (q0 - p0) + ends + (7 * BIAS + 4 * ONES);
        long down = choose(sum >>> 3 & 0x1fff * ONES, BIAS, pass);
        long up = choose(sum - ONES >>> 3 & 0x1fff * ONES, BIAS, pass);
        long half = choose(down + ONES >>> 1 & 0x7fff * ONES, HALF_BIAS, flat);
        p1 += half - HALF_BIAS;
        p0 += up - BIAS;
        q0 -= down - BIAS;
        q1 -= half - HALF_BIAS;
        lanes[2] = p1;
        lanes[3] = p0;
        lanes[4] = q0;
        lanes[5] = q1;
        return ((p1 | p0 | q0 | q1) & ~BYTES) == 0;
    }

    private static boolean outer(long[] lanes, long pass, int flatness) {
        long p2 = lanes[1];
        long p1 = lanes[2];
        long p0 = lanes[3];
        long q0 = lanes[4];
        long q1 = lanes[5];
        long q2 = lanes[6];
        long flat = flat(lanes, flatness);
        long sum = 3 * (q0 - p0) + p1 - q1 + 8 * BIAS;
        long narrow = choose(sum, 8 * BIAS, pass & ~flat) + 4 * ONES;
        long down = narrow >>> 3 & 0x1fff * ONES;
        long up = narrow - ONES >>> 3 & 0x1fff * ONES;
        long nine = 9 * (choose(sum, 8 * BIAS, pass & flat) - 8 * BIAS);
        long rounding = 128 * WEIGHTED_BIAS + 63 * ONES;
        long most = (3 * nine + rounding >>> 7 & 0x1ff * ONES) - WEIGHTED_BIAS;
        long more = (2 * nine + rounding >>> 7 & 0x1ff * ONES) - WEIGHTED_BIAS;
        long some = (nine + rounding >>> 7 & 0x1ff * ONES) - WEIGHTED_BIAS;
        p2 += some;
        p1 += more;
        p0 += most + up - BIAS;
        q0 -= most + down - BIAS;
        q1 -= more;
        q2 -= some;
        lanes[1] = p2;
        lanes[2] = p1;
        lanes[3] = p0;
        lanes[4] = q0;
        lanes[5] = q1;
        lanes[6] = q2;
        return ((p2 | p1 | p0 | q0 | q1 | q2) & ~BYTES) == 0;
    }

    private void load(byte[] samples, int at, int stride, boolean across) {
        if (across) {
            for (int i = 0, row = at - 4 * stride; i < SIZE; i++, row += stride) {
                long eight = (long) LONG.get(samples, row);
                first[i] = eight & BYTES;
                second[i] = eight >>> 8 & BYTES;
            }
        } else {
            loadColumns(samples, at - 4, stride, first);
            loadColumns(samples, at - 4 + 4 * stride, stride, second);
        }
    }

    private static void loadColumns(byte[] samples, int at, int stride, long[] lanes) {
        long a = (long) LONG.get(samples, at);
        long b = (long) LONG.get(samples, at + stride);
        long c = (long) LONG.get(samples, at + 2 * stride);
        long d = (long) LONG.get(samples, at + 3 * stride);
        transpose(a & BYTES, b & BYTES, c & BYTES, d & BYTES, lanes, 0, 2);
        transpose(a >>> 8 & BYTES, b >>> 8 & BYTES, c >>> 8 & BYTES, d >>> 8 & BYTES, lanes, 1, 2);
    }

    private void storeRows(byte[] samples, int at, int stride, int from, int to) {
        for (int i = from; i <= to; i++) {
            LONG.set(samples, at + (i - 4) * stride, first[i] | second[i] << 8);
        }
    }

    private void storeColumns(byte[] samples, int at, int stride) {
        storeColumns(samples, at - 4, stride, first);
        storeColumns(samples, at - 4 + 4 * stride, stride, second);
    }

    private void storeColumns(byte[] samples, int at, int stride, long[] lanes) {
        transpose(lanes[0], lanes[2], lanes[4], lanes[6], rows, 0, 1);
        transpose(lanes[1], lanes[3], lanes[5], lanes[7], rows, 4, 1);
        LONG.set(samples, at, rows[0] | rows[4] << 8);
        LONG.set(samples, at + stride, rows[1] | rows[5] << 8);
        LONG.set(samples, at + 2 * stride, rows[2] | rows[6] << 8);
        LONG.set(samples, at + 3 * stride, rows[3] | rows[7] << 8);
    }

    /** Stores only the columns p1 to q1. */
    private void storeMiddle(byte[] samples, int at, int stride) {
        transpose(first[2], first[3], first[4], first[5], rows, 0, 1);
        transpose(second[2], second[3], second[4], second[5], rows, 4, 1);
        for (int i = 0, row = at - 2; i < SIZE; i++, row += stride) {
            long pairs = (rows[i] | rows[i] >>> 8) & EVEN;
            INT.set(samples, row, (int) (pairs | pairs >>> 16));
        }
    }

    /** Turns four rows of four lanes into columns, stored {@code step} apart from index {@code start} on. */
    private static void transpose(long a, long b, long c, long d, long[] to, int start, int step) {
        long evenOfAb = a & EVEN | (b & EVEN) << 16;
        long oddOfAb = a >>> 16 & EVEN | b & ~EVEN;
        long evenOfCd = c & EVEN | (d & EVEN) << 16;
        long oddOfCd = c >>> 16 & EVEN | d & ~EVEN;
        to[start] = evenOfAb & LOW | evenOfCd << 32;
        to[start + step] = oddOfAb & LOW | oddOfCd << 32;
        to[start + 2 * step] = evenOfAb >>> 32 | evenOfCd & ~LOW;
        to[start + 3 * step] = oddOfAb >>> 32 | oddOfCd & ~LOW;
    }
}
