package org.clipmeter.image.webp.vp8;

import java.util.Arrays;

/**
 * Reads the coefficients of macroblocks, one after the other: 16 luma blocks, 4 of U, 4 of V (RFC 6386, section 13).
 */
final class Vp8Residuals {
    /** How much of a block's inverse transform is needed: nothing, its mean, the first three coefficients, or all. */
    static final int NONE = 0;

    static final int MEAN = 1;
    static final int THREE = 2;
    static final int ALL = 3;

    private static final int LUMA_AFTER_SECOND = 0;
    private static final int SECOND = 1;
    private static final int CHROMA = 2;
    private static final int LUMA = 3;
    private static final int BLOCKS = 24;
    private static final int CONTEXTS = 9;

    /** The coefficients, 16 per block, multiplied by their steps. */
    final short[] coefficients = new short[BLOCKS * 16];

    /** {@link #NONE} to {@link #ALL} for each block. */
    final int[] extents = new int[BLOCKS];

    private final Vp8Tokens[] tokens;

    /** Whether the blocks above and at the left have coefficients: luma 0-3, U 4-5, V 6-7, second order 8. */
    private final boolean[] filledAbove;

    private final boolean[] filledLeft = new boolean[CONTEXTS];
    private final short[] second = new short[16];
    private boolean clear = true;

    Vp8Residuals(Vp8Header header, int columns) {
        tokens = new Vp8Tokens[header.partitions.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = new Vp8Tokens(header.partitions[i], header.coefficients);
        }
        filledAbove = new boolean[columns * CONTEXTS];
    }

    void startRow() {
        Arrays.fill(filledLeft, false);
    }

    /** Records a macroblock without coefficients. */
    void skip(int x, boolean inBlocks) {
        int kept = inBlocks ? CONTEXTS - 1 : CONTEXTS;
        Arrays.fill(filledAbove, x * CONTEXTS, x * CONTEXTS + kept, false);
        Arrays.fill(filledLeft, 0, kept, false);
        clear();
    }

    /** Reads all coefficients of the macroblock in column x of row y; returns whether there are any. */
    boolean read(int x, int y, boolean inBlocks, int[] steps) {
        clear();
        clear = false;
        int above = x * CONTEXTS;
        Vp8Tokens reader = tokens[y & (tokens.length - 1)];
        int first = 0;
        int type = LUMA;
        if (!inBlocks) {
            int context = context(filledAbove[above + 8], filledLeft[8]);
            boolean filled = reader.read(second, 0, SECOND, context, 0, steps[2], steps[3]) > 0;
            filledAbove[above + 8] = filled;
            filledLeft[8] = filled;
            if (filled) {
                Vp8Transform.spread(second, coefficients);
                Arrays.fill(second, (short) 0);
            }
            first = 1;
            type = LUMA_AFTER_SECOND;
        }
        int any = 0;
        for (int i = 0; i < 16; i++) {
            int a = above + (i & 3);
            int context = context(filledAbove[a], filledLeft[i >> 2]);
            int count = reader.read(coefficients, i * 16, type, context, first, steps[0], steps[1]);
            filledAbove[a] = count > first;
            filledLeft[i >> 2] = count > first;
            extents[i] = extent(count, coefficients[i * 16]);
            any |= extents[i];
        }
        for (int i = 16; i < BLOCKS; i++) {
            int plane = 4 + (i >> 2 & 1) * 2;
            int a = above + plane + (i & 1);
            int left = plane + (i >> 1 & 1);
            int context = context(filledAbove[a], filledLeft[left]);
            int count = reader.read(coefficients, i * 16, CHROMA, context, 0, steps[4], steps[5]);
            filledAbove[a] = count > 0;
            filledLeft[left] = count > 0;
            extents[i] = extent(count, coefficients[i * 16]);
            any |= extents[i];
        }
        return any != 0;
    }

    private void clear() {
        if (!clear) {
            Arrays.fill(coefficients, (short) 0);
            Arrays.fill(extents, NONE);
            clear = true;
        }
    }

    private static int extent(int count, short mean) {
        return count > 3 ? ALL : count > 1 ? THREE : mean != 0 ? MEAN : NONE;
    }

    private static int context(boolean above, boolean left) {
        return (above ? 1 : 0) + (left ? 1 : 0);
    }
}
