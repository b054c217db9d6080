package org.clipmeter.image.png;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;

/**
 * Undoes the filters of a PNG's rows: a byte of the target is the stored byte plus the filter's prediction from the
 * bytes of the pixels to the left, above and above left. Each filter has a separate loop without branches that depend
 * on bytes, since photographs make such branches unpredictable.
 */
final class PngFilters {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Four bytes are stored in the four 16-bit lanes of a long, so that their sums and differences don't overlap. */
    private static final long BYTES = 0x00ff_00ff_00ff_00ffL;

    private static final long HALVES = 0x007f_007f_007f_007fL;
    private static final long ONES = 0x0001_0001_0001_0001L;

    /** The highest bit of each lane: in {@code x + (TOP - y)} it is set if x is at least y. */
    private static final long TOP = 0x8000_8000_8000_8000L;

    /** The highest bit's value less 1, in each lane. */
    private static final long BELOW_TOP = 0x7fff_7fff_7fff_7fffL;

    /** Extra bytes after the stored rows, so that four bytes may be read at once. */
    static final int MARGIN = 3;

    private final byte[] stored;
    private final byte[] target;

    /**
     * The pixels of a row after Paeth's filter, one pixel in the lanes of an element, because the next row probably
     * needs them.
     */
    private long[] pixels = new long[0];

    /** The index in the target at which the row in {@link #pixels} begins, or -1. */
    private int pixelsOf = -1;

    /**
     * @param stored filtered rows, and {@link #MARGIN} more bytes
     * @param target receives the rows; also contains the rows above them
     */
    PngFilters(byte[] stored, byte[] target) {
        this.stored = stored;
        this.target = target;
    }

    /** Must be called when other code has changed rows in the target that later rows depend on. */
    void changed() {
        pixelsOf = -1;
    }

    /** Undoes the filter of a row with nothing above it; see {@link #undo}. */
    void undoFirst(int filter, int from, int to, int length, int step) throws ImageException {
        switch (filter) {
            case 2 -> System.arraycopy(stored, from, target, to, length);
            case 3 -> averageOfFirst(from, to, length, step);
            // Of left, 0 and 0 the nearest to left is left.
            case 4 -> sub(from, to, length, step);
            default -> undo(filter, from, to, to, length, step);
        }
    }

    /**
     * Undoes the filter of one row.
     *
     * @param filter the row's first byte
     * @param from the index in {@code stored} at which its other bytes begin
     * @param to the index in {@code target} of the result
     * @param up the index in {@code target} at which the row above begins
     * @param length the number of bytes in the row, without its filter
     * @param step the number of bytes from one pixel to the next, at least 1
     */
    void undo(int filter, int from, int to, int up, int length, int step) throws ImageException {
        if (filter == 4 && (step == 3 || step == 4)) {
            paethLanes(from, to, up, length, step);
            return;
        }
        pixelsOf = -1;
        switch (filter) {
            case 0 -> System.arraycopy(stored, from, target, to, length);
            case 1 -> sub(from, to, length, step);
            case 2 -> up(from, to, up, length);
            case 3 -> average(from, to, up, length, step);
            case 4 -> paeth(from, to, up, 0, length, step);
            default ->
                throw new ImageException(
                        Reason.CORRUPT, "a row of its image data has the unknown filter " + (filter & 0xff));
        }
    }

    private void sub(int from, int to, int length, int step) {
        int first = Math.min(length, step);
        System.arraycopy(stored, from, target, to, first);
        for (int i = first; i < length; i++) {
            target[to + i] = (byte) (stored[from + i] + target[to + i - step]);
        }
    }

    private void up(int from, int to, int up, int length) {
        byte[] source = stored;
        byte[] out = target;
        for (int i = 0; i < length; i++) {
            out[to + i] = (byte) (source[from + i] + out[up + i]);
        }
    }

    private void averageOfFirst(int from, int to, int length, int step) {
        int first = Math.min(length, step);
        System.arraycopy(stored, from, target, to, first);
        for (int i = first; i < length; i++) {
            target[to + i] = (byte) (stored[from + i] + ((target[to + i - step] & 0xff) >> 1));
        }
    }

    private void average(int from, int to, int up, int length, int step) {
        int first = Math.min(length, step);
        for (int i = 0; i < first; i++) {
            target[to + i] = (byte) (stored[from + i] + ((target[up + i] & 0xff) >> 1));
        }
        for (int i = first; i < length; i++) {
            int sum = (target[to + i - step] & 0xff) + (target[up + i] & 0xff);
            target[to + i] = (byte) (stored[from + i] + (sum >> 1));
        }
    }

    /** Undoes Paeth's filter for the bytes from index {@code begin} on. */
    private void paeth(int from, int to, int up, int begin, int length, int step) {
        for (int i = begin; i < length; i++) {
            int left = i < step ? 0 : target[to + i - step] & 0xff;
            int upperLeft = i < step ? 0 : target[up + i - step] & 0xff;
            target[to + i] = (byte) (stored[from + i] + predicted(left, target[up + i] & 0xff, upperLeft));
        }
    }

    /**
     * Paeth's prediction: whichever of left, upper and upper left is nearest to left + upper - upper left. With the
     * threshold t = 3 · upper left - left - upper, this is the larger of left and upper if t is at most the smaller of
     * them, the smaller if t is at least the larger of them, and else upper left.
     */
    static int predicted(int left, int upper, int upperLeft) {
        int threshold = 3 * upperLeft - left - upper;
        int low = Math.min(left, upper);
        int high = Math.max(left, upper);
        int aboveHigh = (high - threshold - 1) >> 31;
        int atMostLow = (threshold - low - 1) >> 31;
        int lowOrCorner = upperLeft ^ ((upperLeft ^ low) & aboveHigh);
        return lowOrCorner ^ ((lowOrCorner ^ high) & atMostLow);
    }

    /**
     * Undoes Paeth's filter for pixels of three or four bytes, all bytes of a pixel at once, except for the last pixel.
     */
    private void paethLanes(int from, int to, int up, int length, int step) {
        if (pixels.length < length / step) {
            pixels = new long[length / step];
            pixelsOf = -1;
        }
        if (pixelsOf != up) {
            for (int i = 0; i < length / step; i++) {
                pixels[i] = pixel(up + i * step, step);
            }
        }
        byte[] source = stored;
        byte[] out = target;
        long[] row = pixels;
        int last = length / step - 1;
        long left = 0;
        long upperLeft = 0;
        for (int i = 0, at = 0; i < last; i++, at += step) {
            long upper = row[i];
            long predicted = predictedLanes(left, upper, upperLeft);
            left = (lanes((int) INT.get(source, from + at)) + predicted) & BYTES;
            upperLeft = upper;
            row[i] = left;
            // With pixels of three bytes, a fourth byte is written, which the next pixel overwrites.
            INT.set(out, to + at, bytes(left));
        }
        paeth(from, to, up, last * step, length, step);
        row[last] = pixel(to + last * step, step);
        pixelsOf = to;
    }

    /** The bytes of a pixel of the target, in lanes. */
    private long pixel(int at, int step) {
        long lanes = 0;
        for (int i = step - 1; i >= 0; i--) {
            lanes = lanes << 16 | (target[at + i] & 0xff);
        }
        return lanes;
    }

    /**
     * Does the same as {@link #predicted}, in each lane. If upper &lt; upper left, all three are first mirrored (255 -
     * x), so that d = upper - upper left is not negative. The nearest then depends on left: from upper on, it is left;
     * below that, from upper left - d / 2 on, it is upper; below that, as long as left &gt; upper left - 2d, it is
     * upper left; else it is left again. These limits don't depend on left, which makes the chain of computations from
     * one pixel to the next short.
     */
    static long predictedLanes(long left, long upper, long upperLeft) {
        long mirror = spread(upperLeft + BELOW_TOP - upper);
        long b = upper ^ mirror;
        long c = upperLeft ^ mirror;
        long d = b - c;
        long a = left ^ mirror;
        long topLessC = TOP - c;
        long leftFrom = a + (TOP - b);
        long upperFrom = a + (topLessC + (d >>> 1 & HALVES));
        long upperLeftFrom = a + (topLessC - ONES + d + d);
        long isUpper = spread(upperFrom & ~leftFrom);
        long isUpperLeft = spread(upperLeftFrom & ~upperFrom);
        return left ^ ((left ^ upper) & isUpper) ^ ((left ^ upperLeft) & isUpperLeft);
    }

    /** 255 in each lane whose highest bit is set, else 0. */
    private static long spread(long x) {
        long top = x & TOP;
        return (top >>> 7) - (top >>> 15);
    }

    /** The four bytes of an int in the order of their lanes, the lowest first. */
    static long lanes(int bytes) {
        long x = Integer.toUnsignedLong(bytes);
        x = (x | x << 16) & 0x0000_ffff_0000_ffffL;
        return (x | x << 8) & BYTES;
    }

    private static int bytes(long lanes) {
        long x = (lanes | lanes >>> 8) & 0x0000_ffff_0000_ffffL;
        return (int) (x | x >>> 16);
    }
}
