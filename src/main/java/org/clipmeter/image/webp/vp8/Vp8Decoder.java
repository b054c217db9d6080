package org.clipmeter.image.webp.vp8;

import java.util.Arrays;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.reader.Canvas;

/** Decodes a VP8 key frame (RFC 6386) to the RGB that libwebp gives, including libwebp's behavior on errors. */
public final class Vp8Decoder {
    private final Vp8Header header;
    private final int columns;
    private final int rows;
    private final Vp8Plane luma;
    private final Vp8Plane[] chroma;
    private final Vp8Modes modes;
    private final Vp8Residuals residuals;
    private final Vp8Blocks blocks;
    private final Vp8Filter filter;
    private final Vp8Transform transform = new Vp8Transform();
    private final byte[] right = new byte[4];

    private Vp8Decoder(Vp8Header header) {
        this.header = header;
        columns = (header.width + 15) / 16;
        rows = (header.height + 15) / 16;
        luma = new Vp8Plane(columns * 16, rows * 16);
        chroma = new Vp8Plane[] {new Vp8Plane(columns * 8, rows * 8), new Vp8Plane(columns * 8, rows * 8)};
        modes = new Vp8Modes(header, columns);
        residuals = new Vp8Residuals(header, columns);
        blocks = new Vp8Blocks(luma);
        filter = new Vp8Filter(header, columns, rows, luma, chroma);
    }

    /**
     * Decodes the frame in {@code data[from .. end - 1]} to its place on a canvas, which must contain it completely.
     */
    public static void decode(byte[] data, int from, int end, Canvas canvas, int left, int top) throws ImageException {
        Vp8Decoder decoder = new Vp8Decoder(new Vp8Header(data, from, end));
        decoder.decodeRows();
        Vp8Header header = decoder.header;
        Vp8Colors.fill(canvas, left, top, header.width, header.height, decoder.luma, decoder.chroma);
    }

    private void decodeRows() throws ImageException {
        for (int y = 0; y < rows; y++) {
            Vp8Bits tokens = header.partitions[y & (header.partitions.length - 1)];
            modes.startRow();
            residuals.startRow();
            for (int x = 0; x < columns; x++) {
                decodeMacroblock(x, y);
                if (tokens.exhausted() || header.modes.exhausted()) {
                    throw new ImageException(
                            Reason.TRUNCATED, "its VP8 data ends early, in row " + y * 16 + " of " + header.height);
                }
            }
            if (y > 0) {
                filter.apply(y - 1); // not before row y was predicted from its unfiltered samples
            }
        }
        filter.apply(rows - 1);
    }

    private void decodeMacroblock(int x, int y) {
        modes.read(x);
        boolean filled = false;
        if (modes.skipped) {
            residuals.skip(x, modes.inBlocks);
        } else {
            filled = residuals.read(x, y, modes.inBlocks, header.steps[modes.segment]);
        }
        filter.note(x, y, header.filterLevels[modes.segment][modes.inBlocks ? 1 : 0], modes.inBlocks || filled);
        if (modes.inBlocks) {
            predictBlocks(x, y);
        } else {
            int at = luma.index(x * 16, y * 16);
            luma.predict(at, 16, modes.luma, y > 0, x > 0);
            for (int i = 0; i < 16; i++) {
                addLuma(at, i);
            }
        }
        for (int plane = 0; plane < 2; plane++) {
            Vp8Plane target = chroma[plane];
            int at = target.index(x * 8, y * 8);
            target.predict(at, 8, modes.chroma, y > 0, x > 0);
            addChroma(target, at, 16 + 4 * plane);
        }
    }

    private void addLuma(int at, int block) {
        int to = at + (block >> 2) * 4 * luma.stride + (block & 3) * 4;
        transform.add(luma.samples, to, luma.stride, residuals.coefficients, block * 16, residuals.extents[block]);
    }

    /** Adds four blocks. If one of them needs more than its mean, all four are transformed in full, as in libwebp. */
    private void addChroma(Vp8Plane target, int at, int first) {
        int[] extents = residuals.extents;
        int most = extents[first] | extents[first + 1] | extents[first + 2] | extents[first + 3];
        for (int i = 0; most != Vp8Residuals.NONE && i < 4; i++) {
            int to = at + (i >> 1) * 4 * target.stride + (i & 1) * 4;
            int extent = most > Vp8Residuals.MEAN ? Vp8Residuals.ALL : extents[first + i];
            transform.add(target.samples, to, target.stride, residuals.coefficients, (first + i) * 16, extent);
        }
    }

    private void predictBlocks(int x, int y) {
        int at = luma.index(x * 16, y * 16);
        int above = at - luma.stride + 16;
        if (y > 0 && x == columns - 1) {
            Arrays.fill(right, luma.samples[above - 1]);
        } else if (y > 0) {
            System.arraycopy(luma.samples, above, right, 0, 4);
        } else {
            Arrays.fill(right, (byte) 127);
        }
        for (int i = 0; i < 16; i++) {
            int to = at + (i >> 2) * 4 * luma.stride + (i & 3) * 4;
            boolean last = (i & 3) == 3;
            blocks.predict(to, modes.blocks[i], last ? right : luma.samples, last ? 0 : to - luma.stride + 4);
            addLuma(at, i);
        }
    }
}
