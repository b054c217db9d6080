package org.clipmeter.image.webp.vp8l;

/**
 * Undoes the predictor transform: pixels were stored less a prediction from their neighbors; each block has a predictor
 * (RFC 9649, section 4.1).
 */
final class Vp8lPredictor implements Vp8lTransform {
    private static final int BLACK = 0xff000000;

    private final int width;
    private final int blockBits;
    private final int[] blocks;

    /**
     * The row above. After its end follows the first pixel of the current row, which is above right of the last pixel.
     */
    private final int[] above;

    Vp8lPredictor(int width, int blockBits, int[] blocks) {
        this.width = width;
        this.blockBits = blockBits;
        this.blocks = blocks;
        above = new int[width + 1];
    }

    @Override
    public void invert(int y, int[] row) {
        if (y == 0) {
            row[0] = add(row[0], BLACK);
            for (int x = 1; x < width; x++) {
                row[x] = add(row[x], row[x - 1]);
            }
        } else {
            row[0] = add(row[0], above[0]);
            above[width] = row[0];
            int side = 1 << blockBits;
            int block = (y >> blockBits) * Vp8lDecoder.blocks(width, blockBits);
            for (int from = 0; from < width; from += side, block++) {
                predict(blocks[block] >> 8 & 0xf, row, Math.max(1, from), Math.min(width, from + side));
            }
        }
        System.arraycopy(row, 0, above, 0, width);
    }

    private void predict(int mode, int[] row, int from, int to) {
        switch (mode) {
            case 1 -> left(row, from, to);
            case 2 -> shifted(row, from, to, 0);
            case 3 -> shifted(row, from, to, 1);
            case 4 -> shifted(row, from, to, -1);
            case 5 -> averageOfThree(row, from, to);
            case 6 -> averageWithLeft(row, from, to, -1);
            case 7 -> averageWithLeft(row, from, to, 0);
            case 8 -> averageAbove(row, from, to, -1);
            case 9 -> averageAbove(row, from, to, 0);
            case 10 -> averageOfFour(row, from, to);
            case 11 -> select(row, from, to);
            case 12 -> gradient(row, from, to);
            case 13 -> halfGradient(row, from, to);
            default -> {
                for (int x = from; x < to; x++) {
                    row[x] = add(row[x], BLACK);
                }
            }
        }
    }

    private static void left(int[] row, int from, int to) {
        int left = row[from - 1];
        for (int x = from; x < to; x++) {
            left = add(row[x], left);
            row[x] = left;
        }
    }

    private void shifted(int[] row, int from, int to, int shift) {
        for (int x = from; x < to; x++) {
            row[x] = add(row[x], above[x + shift]);
        }
    }

    private void averageOfThree(int[] row, int from, int to) {
        int left = row[from - 1];
        for (int x = from; x < to; x++) {
            left = add(row[x], average(average(left, above[x + 1]), above[x]));
            row[x] = left;
        }
    }

    private void averageWithLeft(int[] row, int from, int to, int shift) {
        int left = row[from - 1];
        for (int x = from; x < to; x++) {
            left = add(row[x], average(left, above[x + shift]));
            row[x] = left;
        }
    }

    private void averageAbove(int[] row, int from, int to, int shift) {
        for (int x = from; x < to; x++) {
            row[x] = add(row[x], average(above[x + shift], above[x + shift + 1]));
        }
    }

    private void averageOfFour(int[] row, int from, int to) {
        int left = row[from - 1];
        for (int x = from; x < to; x++) {
            left = add(row[x], average(average(left, above[x - 1]), average(above[x], above[x + 1])));
            row[x] = left;
        }
    }

    private void select(int[] row, int from, int to) {
        int left = row[from - 1];
        int corner = above[from - 1];
        for (int x = from; x < to; x++) {
            int top = above[x];
            left = add(row[x], distance(left, corner) <= distance(top, corner) ? top : left);
            row[x] = left;
            corner = top;
        }
    }

    /** The sum of the differences of the four channels. */
    private static int distance(int a, int b) {
        return Math.abs((a >>> 24) - (b >>> 24))
                + Math.abs((a >> 16 & 0xff) - (b >> 16 & 0xff))
                + Math.abs((a >> 8 & 0xff) - (b >> 8 & 0xff))
                + Math.abs((a & 0xff) - (b & 0xff));
    }

    private void gradient(int[] row, int from, int to) {
        int left = row[from - 1];
        for (int x = from; x < to; x++) {
            int top = above[x];
            int corner = above[x - 1];
            int predicted = clip((left >>> 24) + (top >>> 24) - (corner >>> 24)) << 24
                    | clip((left >> 16 & 0xff) + (top >> 16 & 0xff) - (corner >> 16 & 0xff)) << 16
                    | clip((left >> 8 & 0xff) + (top >> 8 & 0xff) - (corner >> 8 & 0xff)) << 8
                    | clip((left & 0xff) + (top & 0xff) - (corner & 0xff));
            left = add(row[x], predicted);
            row[x] = left;
        }
    }

    private void halfGradient(int[] row, int from, int to) {
        int left = row[from - 1];
        for (int x = from; x < to; x++) {
            int mean = average(left, above[x]);
            int corner = above[x - 1];
            int predicted = half(mean >>> 24, corner >>> 24) << 24
                    | half(mean >> 16 & 0xff, corner >> 16 & 0xff) << 16
                    | half(mean >> 8 & 0xff, corner >> 8 & 0xff) << 8
                    | half(mean & 0xff, corner & 0xff);
            left = add(row[x], predicted);
            row[x] = left;
        }
    }

    private static int half(int mean, int corner) {
        return clip(mean + (mean - corner) / 2);
    }

    private static int clip(int value) {
        return Math.max(0, Math.min(255, value));
    }

    /** The mean of two pixels, each channel rounded down. */
    private static int average(int a, int b) {
        return (((a ^ b) & 0xfefefefe) >>> 1) + (a & b);
    }

    /** The sum of two pixels, each channel modulo 256. */
    static int add(int a, int b) {
        return (a & 0xff00ff00) + (b & 0xff00ff00) & 0xff00ff00 | (a & 0xff00ff) + (b & 0xff00ff) & 0xff00ff;
    }
}
