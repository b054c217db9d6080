package org.clipmeter.image;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.clipmeter.image.ImageException.Reason;
import org.jspecify.annotations.Nullable;

/** Turns a PNG's inflated bytes into rows of RGB: filters, interlacing, pixel formats. */
final class PngRows {
    private static final int[] FIRST_COLUMN = {0, 4, 0, 2, 0, 1, 0};
    private static final int[] FIRST_ROW = {0, 0, 4, 0, 2, 0, 1};
    private static final int[] COLUMN_STEP = {8, 8, 4, 4, 2, 2, 1};
    private static final int[] ROW_STEP = {8, 8, 8, 4, 4, 2, 2};

    private final PngFormat format;
    private final Canvas canvas;
    final Palette palette;
    private final byte @Nullable [] alpha;
    private final boolean interlaced;
    private final int left;
    private final int top;
    private final int width;
    private final int height;
    private byte[] row;
    private byte[] previous;
    private int filled;
    private int pass;
    private int y;

    PngRows(PngFormat format, PngHeader header, Canvas canvas) throws ImageException {
        this.format = format;
        this.canvas = canvas;
        this.palette = header.palette == null ? new Palette() : header.palette;
        if (format.palette() && header.transparency != null) {
            palette.alpha = header.transparency.paletteAlpha();
        }
        this.alpha = format.alpha() || palette.alpha != null ? canvas.addAlpha() : null;
        this.interlaced = header.interlaced;
        long[] frame = header.frame == null ? new long[] {0, 0, canvas.width, canvas.height} : header.frame;
        if (frame[2] < 1 || frame[3] < 1) {
            throw new ImageException(Reason.CORRUPT, "its first animation frame has no pixels");
        }
        this.left = interlaced ? 0 : (int) frame[0];
        this.top = interlaced ? 0 : (int) frame[1];
        this.width = (int) frame[2];
        this.height = (int) frame[3];
        this.row = new byte[(int) format.rowBytes(width) + 1];
        this.previous = new byte[row.length];
    }

    boolean complete() {
        return y >= height;
    }

    /** Decodes the inflater's input; true when the picture or the stream is at its end. */
    boolean decode(Inflater inflater) throws DataFormatException, ImageException {
        while (inflater.getRemaining() > 0) {
            int length = rowLength();
            while (filled < length) {
                int count = inflater.inflate(row, filled, length - filled);
                if (count == 0) {
                    return false;
                }
                filled += count;
            }
            unfilter(length);
            store();
            filled = 0;
            if (complete() || inflater.finished()) {
                return true;
            }
            byte[] swap = row;
            row = previous;
            previous = swap;
        }
        return false;
    }

    private int rowLength() {
        return 1 + (int) format.rowBytes(interlaced ? passColumns() : width);
    }

    private int passColumns() {
        return (width - FIRST_COLUMN[pass] + COLUMN_STEP[pass] - 1) / COLUMN_STEP[pass];
    }

    private void unfilter(int length) throws ImageException {
        int step = (format.bits + 7) / 8;
        switch (row[0]) {
            case 0 -> {}
            case 1 -> {
                for (int i = step + 1; i < length; i++) {
                    row[i] += row[i - step];
                }
            }
            case 2 -> {
                for (int i = 1; i < length; i++) {
                    row[i] += previous[i];
                }
            }
            case 3 -> {
                for (int i = 1; i < length; i++) {
                    int before = i > step ? row[i - step] & 0xff : 0;
                    row[i] += (byte) ((before + (previous[i] & 0xff)) / 2);
                }
            }
            case 4 -> paeth(row, previous, length, step);
            default ->
                throw new ImageException(
                        Reason.CORRUPT, "a row of its image data has the unknown filter " + (row[0] & 0xff));
        }
    }

    /**
     * Adds to each byte its left, upper or upper left neighbour, whichever is nearest to left + upper - upper left: with the threshold
     * t = 3 · upper left - left - upper that is the larger of left and upper where t is at most the smaller, the smaller where t is at
     * least the larger, and else upper left. Without branches, which photographs make unpredictable.
     */
    private static void paeth(byte[] row, byte[] previous, int length, int step) {
        for (int i = 1; i < Math.min(length, step + 1); i++) {
            row[i] += previous[i];
        }
        for (int i = step + 1; i < length; i++) {
            int left = row[i - step] & 0xff;
            int upper = previous[i] & 0xff;
            int upperLeft = previous[i - step] & 0xff;
            int threshold = 3 * upperLeft - left - upper;
            int low = Math.min(left, upper);
            int high = Math.max(left, upper);
            int aboveHigh = (high - threshold - 1) >> 31;
            int atMostLow = (threshold - low - 1) >> 31;
            int lowOrCorner = upperLeft ^ ((upperLeft ^ low) & aboveHigh);
            row[i] += (byte) (lowOrCorner ^ ((lowOrCorner ^ high) & atMostLow));
        }
    }

    private void store() {
        if (!interlaced) {
            store((top + y) * canvas.width + left, 1, width);
            y++;
            return;
        }
        store(y * canvas.width + FIRST_COLUMN[pass], COLUMN_STEP[pass], passColumns());
        y += ROW_STEP[pass];
        while (y >= height || passColumns() <= 0) {
            if (++pass == 7) {
                pass = 6;
                y = height;
                return;
            }
            y = FIRST_ROW[pass];
            Arrays.fill(row, (byte) 0);
        }
    }

    /** Stores the row's pixels from index {@code pixel} on, {@code step} apart. */
    private void store(int pixel, int step, int count) {
        byte[] rgb = canvas.rgb;
        int bytes = format.bits / 8;
        int sample = format.sampleBytes;
        if (alpha != null) {
            storeAlpha(alpha, pixel, step, count);
        }
        if (format == PngFormat.RGB_8 && step == 1) {
            System.arraycopy(row, 1, rgb, pixel * 3, count * 3);
            return;
        }
        switch (format) {
            case RGB_8, RGB_16, RGBA_8, RGBA_16 -> {
                for (int i = 0, from = 1, to = pixel * 3; i < count; i++, from += bytes, to += step * 3) {
                    rgb[to] = row[from];
                    rgb[to + 1] = row[from + sample];
                    rgb[to + 2] = row[from + 2 * sample];
                }
            }
            case GREY_8, GREY_ALPHA_8, GREY_ALPHA_16 -> {
                for (int i = 0, from = 1; i < count; i++, from += bytes) {
                    canvas.grey(pixel + i * step, row[from]);
                }
            }
            case GREY_16 -> {
                for (int i = 0; i < count; i++) {
                    canvas.grey(pixel + i * step, row[1 + 2 * i] != 0 ? 255 : row[2 + 2 * i]);
                }
            }
            case GREY_1, GREY_2, GREY_4 -> {
                int scale = 255 / ((1 << format.bits) - 1);
                for (int i = 0; i < count; i++) {
                    canvas.grey(pixel + i * step, packed(i) * scale);
                }
            }
            case PALETTE_1, PALETTE_2, PALETTE_4, PALETTE_8 -> {
                for (int i = 0; i < count; i++) {
                    palette.copy(packed(i), rgb, (pixel + i * step) * 3);
                }
            }
        }
    }

    private void storeAlpha(byte[] plane, int pixel, int step, int count) {
        int bytes = format.bits / 8;
        int last = 1 + bytes - format.sampleBytes;
        for (int i = 0; i < count; i++) {
            plane[pixel + i * step] = palette.alpha == null ? row[last + i * bytes] : palette.alpha[packed(i)];
        }
    }

    private int packed(int index) {
        int bit = index * format.bits;
        return (row[1 + (bit >> 3)] & 0xff) >> (8 - format.bits - (bit & 7)) & ((1 << format.bits) - 1);
    }
}
