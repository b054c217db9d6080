package org.clipmeter.image.webp.vp8;

import java.util.Arrays;

/** Reads how each macroblock is predicted, one after the other (RFC 6386, section 11). */
final class Vp8Modes {
    /** The modes of a whole square. */
    static final int MEAN = 0;

    static final int ABOVE = 1;
    static final int LEFT = 2;
    static final int GRADIENT = 3;

    private final Vp8Header header;
    private final Vp8Bits in;

    /** Modes of the 4x4 blocks above (four per macroblock) and at the left. */
    private final byte[] above;

    private final byte[] left = new byte[4];

    /** The current macroblock: its segment, and whether the stream has no coefficients for it. */
    int segment;

    boolean skipped;

    /** Whether luma is predicted in 4x4 blocks by {@link #blocks}, or as a whole by {@link #luma}. */
    boolean inBlocks;

    final byte[] blocks = new byte[16];
    int luma;
    int chroma;

    Vp8Modes(Vp8Header header, int columns) {
        this.header = header;
        in = header.modes;
        above = new byte[columns * 4];
    }

    void startRow() {
        Arrays.fill(left, (byte) 0);
    }

    /** Reads the modes of the macroblock in column x. */
    void read(int x) {
        segment = 0;
        if (header.segmentMap) {
            int[] p = header.segmentProbabilities;
            segment = in.bit(p[0]) == 0 ? in.bit(p[1]) : 2 + in.bit(p[2]);
        }
        skipped = header.skipProbability >= 0 && in.bit(header.skipProbability) == 1;
        inBlocks = in.bit(145) == 0;
        if (inBlocks) {
            for (int i = 0; i < 16; i++) {
                int column = x * 4 + (i & 3);
                byte mode = (byte) readBlock((above[column] * 10 + left[i >> 2]) * 9);
                blocks[i] = mode;
                above[column] = mode;
                left[i >> 2] = mode;
            }
        } else {
            luma = in.bit(156) == 1 ? (in.bit(128) == 1 ? GRADIENT : LEFT) : in.bit(163);
            byte asBlock = (byte)
                    (luma == MEAN
                            ? Vp8Blocks.DC
                            : luma == ABOVE ? Vp8Blocks.VE : luma == LEFT ? Vp8Blocks.HE : Vp8Blocks.TM);
            Arrays.fill(above, x * 4, x * 4 + 4, asBlock);
            Arrays.fill(left, asBlock);
        }
        chroma = in.bit(142) == 0 ? MEAN : in.bit(114) == 0 ? ABOVE : in.bit(183) == 1 ? GRADIENT : LEFT;
    }

    private int readBlock(int p) {
        int[] t = Vp8Tables.BLOCK_MODES;
        if (in.bit(t[p]) == 0) {
            return 0;
        }
        if (in.bit(t[p + 1]) == 0) {
            return 1;
        }
        if (in.bit(t[p + 2]) == 0) {
            return 2;
        }
        if (in.bit(t[p + 3]) == 0) {
            return in.bit(t[p + 4]) == 0 ? 3 : in.bit(t[p + 5]) == 0 ? 5 : 6;
        }
        if (in.bit(t[p + 6]) == 0) {
            return 4;
        }
        return in.bit(t[p + 7]) == 0 ? 7 : in.bit(t[p + 8]) == 0 ? 8 : 9;
    }
}
