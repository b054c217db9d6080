package org.clipmeter.image.jpeg.samples;

/**
 * libjpeg's "fancy" upsampling: chroma is interpolated with a triangle filter if it has half the width, half the height
 * or both; otherwise samples are repeated.
 *
 * <p>A row may contain two components at once, one in the low and one in the high 16 bits of each value: sums never
 * carry over.
 */
final class JpegUpsampling {
    private static final int BYTES = 0x00ff00ff;
    private static final int ONE = 0x00010001;
    private static final int TWO = 2 * ONE;
    private static final int SEVEN = 7 * ONE;
    private static final int EIGHT = 8 * ONE;

    private enum Filter {
        COPY,
        WIDER,
        TALLER,
        BOTH,
        REPEAT
    }

    private final Filter filter;
    private final int across;
    private final int down;
    private final int width;
    private final int height;
    private final int[] sums;
    private final int[] nearRow;

    /**
     * Prepares the upsampling of one component to the full picture.
     *
     * @param across how many columns of the picture one sample covers
     * @param down how many rows of the picture one sample covers
     * @param width the number of samples in a row, without padding
     * @param height the number of rows, without padding
     */
    JpegUpsampling(int across, int down, int width, int height) {
        this.across = across;
        this.down = down;
        this.width = width;
        this.height = height;
        boolean narrow = width <= 2;
        if (across == 1 && down == 1) {
            filter = Filter.COPY;
        } else if (across == 2 && down == 1 && !narrow) {
            filter = Filter.WIDER;
        } else if (across == 1 && down == 2) {
            filter = Filter.TALLER;
        } else if (across == 2 && down == 2 && !narrow) {
            filter = Filter.BOTH;
        } else {
            filter = Filter.REPEAT;
        }
        sums = new int[width];
        nearRow = new int[width];
    }

    /** The component's row that covers the picture's row {@code y}. */
    int nearRow(int y) {
        return y / down;
    }

    /**
     * The component's neighboring row that contributes to row {@code y}; the same as the near one at the picture's
     * edge.
     */
    int farRow(int y) {
        if (filter != Filter.TALLER && filter != Filter.BOTH) {
            return y / down;
        }
        int row = y / 2 + ((y & 1) == 0 ? -1 : 1);
        return Math.max(0, Math.min(height - 1, row));
    }

    /** Fills {@code out} with row {@code y} of the picture, at least {@code width * across} values. */
    void row(int y, int[] near, int nearAt, int[] far, int farAt, int[] out) {
        switch (filter) {
            case COPY -> System.arraycopy(near, nearAt, out, 0, width);
            case WIDER -> wider(near, nearAt, out);
            case TALLER -> {
                int bias = (y & 1) == 0 ? ONE : TWO;
                sum(near, nearAt, far, farAt);
                for (int x = 0; x < width; x++) {
                    out[x] = sums[x] + bias >>> 2 & BYTES;
                }
            }
            case BOTH -> {
                sum(near, nearAt, far, farAt);
                both(out);
            }
            case REPEAT -> {
                for (int x = 0, to = 0; x < width; x++) {
                    int value = near[nearAt + x];
                    for (int end = to + across; to < end; to++) {
                        out[to] = value;
                    }
                }
            }
        }
    }

    /** Copies first, because HotSpot compiles only loops with the same index everywhere to vector instructions. */
    private void sum(int[] near, int nearAt, int[] far, int farAt) {
        System.arraycopy(near, nearAt, nearRow, 0, width);
        System.arraycopy(far, farAt, sums, 0, width);
        for (int x = 0; x < width; x++) {
            sums[x] += nearRow[x] * 3;
        }
    }

    private void wider(int[] in, int at, int[] out) {
        int last = width - 1;
        out[0] = in[at];
        out[1] = in[at] * 3 + in[at + 1] + TWO >>> 2 & BYTES;
        int before = in[at];
        int here = in[at + 1];
        for (int x = 1; x < last; x++) {
            int after = in[at + x + 1];
            int tripled = here * 3;
            out[2 * x] = tripled + before + ONE >>> 2 & BYTES;
            out[2 * x + 1] = tripled + after + TWO >>> 2 & BYTES;
            before = here;
            here = after;
        }
        out[2 * last] = here * 3 + before + ONE >>> 2 & BYTES;
        out[2 * last + 1] = here;
    }

    private void both(int[] out) {
        int last = width - 1;
        int before = sums[0];
        int here = sums[1];
        out[0] = before * 4 + EIGHT >>> 4 & BYTES;
        out[1] = before * 3 + here + SEVEN >>> 4 & BYTES;
        for (int x = 1; x < last; x++) {
            int after = sums[x + 1];
            int tripled = here * 3;
            out[2 * x] = tripled + before + EIGHT >>> 4 & BYTES;
            out[2 * x + 1] = tripled + after + SEVEN >>> 4 & BYTES;
            before = here;
            here = after;
        }
        out[2 * last] = here * 3 + before + EIGHT >>> 4 & BYTES;
        out[2 * last + 1] = here * 4 + SEVEN >>> 4 & BYTES;
    }
}
