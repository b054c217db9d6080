package org.clipmeter.image;

import java.util.Arrays;
import org.clipmeter.image.ImageException.Reason;

/** Decodes a VP8 key frame to the RGB that libwebp gives (RFC 6386; libwebp's error behaviour). */
final class Vp8Decoder {
    private static final int LUMA_AFTER_SECOND = 0;
    private static final int SECOND = 1;
    private static final int CHROMA = 2;
    private static final int LUMA = 3;

    private final Vp8Header header;
    private final int columns;
    private final int rows;
    private final Vp8Plane luma;
    private final Vp8Plane[] chroma;
    private final Vp8Blocks blocks;
    private final Vp8Filter filter;

    /** Modes of the 4x4 blocks above (four a macroblock) and at the left. */
    private final byte[] modesAbove;

    private final byte[] modesLeft = new byte[4];
    private final byte[] blockModes = new byte[16];

    /** Whether the blocks above and at the left have coefficients: luma 0-3, U 4-5, V 6-7, second order 8. */
    private final boolean[] filledAbove;

    private final boolean[] filledLeft = new boolean[9];
    private final short[] coefficients = new short[400];
    private final byte[] right = new byte[4];

    private Vp8Decoder(Vp8Header header) {
        this.header = header;
        columns = (header.width + 15) / 16;
        rows = (header.height + 15) / 16;
        luma = new Vp8Plane(columns * 16, rows * 16);
        chroma = new Vp8Plane[] {new Vp8Plane(columns * 8, rows * 8), new Vp8Plane(columns * 8, rows * 8)};
        blocks = new Vp8Blocks(luma);
        filter = new Vp8Filter(header, columns, rows);
        modesAbove = new byte[columns * 4];
        filledAbove = new boolean[columns * 9];
    }

    /** Decodes the frame in {@code data[from .. end - 1]} to its place on a canvas, which it must not leave. */
    static void decode(byte[] data, int from, int end, Canvas canvas, int left, int top) throws ImageException {
        Vp8Decoder decoder = new Vp8Decoder(new Vp8Header(data, from, end));
        decoder.decodeRows();
        decoder.filter.apply(decoder.luma, decoder.chroma);
        Vp8Colours.fill(canvas, left, top, decoder.header.width, decoder.header.height, decoder.luma, decoder.chroma);
    }

    private void decodeRows() throws ImageException {
        for (int y = 0; y < rows; y++) {
            Vp8Bits tokens = header.partitions[y & (header.partitions.length - 1)];
            Arrays.fill(modesLeft, (byte) 0);
            Arrays.fill(filledLeft, false);
            for (int x = 0; x < columns; x++) {
                decodeMacroblock(x, y, tokens);
                if (tokens.exhausted() || header.modes.exhausted()) {
                    throw new ImageException(
                            Reason.TRUNCATED, "its VP8 data ends early, in row " + y * 16 + " of " + header.height);
                }
            }
        }
    }

    private void decodeMacroblock(int x, int y, Vp8Bits tokens) {
        Vp8Bits modes = header.modes;
        int segment = 0;
        if (header.segmentMap) {
            int[] p = header.segmentProbabilities;
            segment = modes.bit(p[0]) == 0 ? modes.bit(p[1]) : 2 + modes.bit(p[2]);
        }
        boolean skipped = header.skipProbability >= 0 && modes.bit(header.skipProbability) == 1;
        boolean inBlocks = modes.bit(145) == 0;
        int mode = inBlocks ? readBlockModes(x) : readLumaMode(x);
        int chromaMode = readChromaMode();
        boolean filled = false;
        Arrays.fill(coefficients, (short) 0);
        if (skipped) {
            skipResiduals(x, inBlocks);
        } else {
            filled = readResiduals(x, tokens, inBlocks, header.steps[segment]);
        }
        filter.note(x, y, header.filterLevels[segment][inBlocks ? 1 : 0], inBlocks || filled);
        if (inBlocks) {
            predictBlocks(x, y);
        } else {
            luma.predict(luma.index(x * 16, y * 16), 16, mode, y > 0, x > 0);
            for (int i = 0; i < 16; i++) {
                luma.add(luma.index(x * 16 + i % 4 * 4, y * 16 + i / 4 * 4), coefficients, i * 16);
            }
        }
        for (int plane = 0; plane < 2; plane++) {
            Vp8Plane target = chroma[plane];
            target.predict(target.index(x * 8, y * 8), 8, chromaMode, y > 0, x > 0);
            for (int i = 0; i < 4; i++) {
                int at = target.index(x * 8 + i % 2 * 4, y * 8 + i / 2 * 4);
                target.add(at, coefficients, (16 + plane * 4 + i) * 16);
            }
        }
    }

    /** Reads the mode of a whole luma square: 0 mean, 1 from above, 2 from the left, 3 gradient. */
    private int readLumaMode(int x) {
        Vp8Bits modes = header.modes;
        int mode = modes.bit(156) == 1 ? (modes.bit(128) == 1 ? 3 : 2) : modes.bit(163);
        byte asBlock =
                (byte) (mode == 0 ? Vp8Blocks.DC : mode == 1 ? Vp8Blocks.VE : mode == 2 ? Vp8Blocks.HE : Vp8Blocks.TM);
        Arrays.fill(modesAbove, x * 4, x * 4 + 4, asBlock);
        Arrays.fill(modesLeft, asBlock);
        return mode;
    }

    private int readChromaMode() {
        Vp8Bits modes = header.modes;
        if (modes.bit(142) == 0) {
            return 0;
        }
        if (modes.bit(114) == 0) {
            return 1;
        }
        return modes.bit(183) == 1 ? 3 : 2;
    }

    private int readBlockModes(int x) {
        for (int i = 0; i < 16; i++) {
            int above = x * 4 + i % 4;
            byte mode = (byte) readBlockMode((modesAbove[above] * 10 + modesLeft[i / 4]) * 9);
            blockModes[i] = mode;
            modesAbove[above] = mode;
            modesLeft[i / 4] = mode;
        }
        return 0;
    }

    private int readBlockMode(int p) {
        Vp8Bits modes = header.modes;
        int[] t = Vp8Tables.BLOCK_MODES;
        if (modes.bit(t[p]) == 0) {
            return 0;
        }
        if (modes.bit(t[p + 1]) == 0) {
            return 1;
        }
        if (modes.bit(t[p + 2]) == 0) {
            return 2;
        }
        if (modes.bit(t[p + 3]) == 0) {
            return modes.bit(t[p + 4]) == 0 ? 3 : modes.bit(t[p + 5]) == 0 ? 5 : 6;
        }
        if (modes.bit(t[p + 6]) == 0) {
            return 4;
        }
        return modes.bit(t[p + 7]) == 0 ? 7 : modes.bit(t[p + 8]) == 0 ? 8 : 9;
    }

    private void predictBlocks(int x, int y) {
        int above = luma.index(x * 16, y * 16) - luma.stride + 16;
        if (y > 0 && x == columns - 1) {
            Arrays.fill(right, luma.samples[above - 1]);
        } else if (y > 0) {
            System.arraycopy(luma.samples, above, right, 0, 4);
        } else {
            Arrays.fill(right, (byte) 127);
        }
        for (int i = 0; i < 16; i++) {
            int at = luma.index(x * 16 + i % 4 * 4, y * 16 + i / 4 * 4);
            boolean last = i % 4 == 3;
            blocks.predict(at, blockModes[i], last ? right : luma.samples, last ? 0 : at - luma.stride + 4);
            luma.add(at, coefficients, i * 16);
        }
    }

    private void skipResiduals(int x, boolean inBlocks) {
        int kept = inBlocks ? 8 : 9;
        Arrays.fill(filledAbove, x * 9, x * 9 + kept, false);
        Arrays.fill(filledLeft, 0, kept, false);
    }

    /** Reads all coefficients of a macroblock; true when there is one. */
    private boolean readResiduals(int x, Vp8Bits tokens, boolean inBlocks, int[] steps) {
        int above = x * 9;
        boolean any = false;
        Vp8Tokens reader = new Vp8Tokens(tokens, header.coefficients);
        int first = 0;
        int type = LUMA;
        if (!inBlocks) {
            short[] second = new short[16];
            int context = context(filledAbove[above + 8], filledLeft[8]);
            boolean filled = reader.read(second, 0, SECOND, context, 0, steps[2], steps[3]) > 0;
            filledAbove[above + 8] = filled;
            filledLeft[8] = filled;
            Vp8Tokens.spread(second, coefficients);
            first = 1;
            type = LUMA_AFTER_SECOND;
        }
        for (int i = 0; i < 16; i++) {
            int context = context(filledAbove[above + i % 4], filledLeft[i / 4]);
            int count = reader.read(coefficients, i * 16, type, context, first, steps[0], steps[1]);
            filledAbove[above + i % 4] = count > first;
            filledLeft[i / 4] = count > first;
            any |= count > 1 || coefficients[i * 16] != 0;
        }
        for (int i = 0; i < 8; i++) {
            int a = 4 + i / 4 * 2 + i % 2;
            int l = 4 + i / 4 * 2 + i / 2 % 2;
            int context = context(filledAbove[above + a], filledLeft[l]);
            int count = reader.read(coefficients, (16 + i) * 16, CHROMA, context, 0, steps[4], steps[5]);
            filledAbove[above + a] = count > 0;
            filledLeft[l] = count > 0;
            any |= count > 1 || coefficients[(16 + i) * 16] != 0;
        }
        return any;
    }

    private static int context(boolean above, boolean left) {
        return (above ? 1 : 0) + (left ? 1 : 0);
    }
}
