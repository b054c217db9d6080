package org.clipmeter.image.png;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.reader.Canvas;
import org.clipmeter.image.reader.Palette;
import org.jspecify.annotations.Nullable;

/** Converts a PNG's inflated bytes to rows of RGB: filters, interlacing, pixel formats. */
final class PngRows {
    private static final int INFLATED = 1 << 16;
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
    private final int rowBytes;
    private final int pixelBytes;

    /**
     * Inflated rows, each after its filter byte: several at once, since a call of the inflater costs as much as a row.
     */
    private byte[] inflated;

    /** The current row and the row above it, one after the other. */
    private final byte[] lines;

    private PngFilters filters;

    /** Whether rows are written directly into the picture. */
    private final boolean direct;

    private int start;
    private int filled;
    private int limit;
    private int line;
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
        if (format.palette()) {
            fillWithFirstColor();
        }
        this.interlaced = header.interlaced;
        long[] frame = header.frame == null ? new long[] {0, 0, canvas.width, canvas.height} : header.frame;
        if (frame[2] < 1 || frame[3] < 1) {
            throw new ImageException(Reason.CORRUPT, "its first animation frame has no pixels");
        }
        this.left = interlaced ? 0 : (int) frame[0];
        this.top = interlaced ? 0 : (int) frame[1];
        this.width = (int) frame[2];
        this.height = (int) frame[3];
        this.rowBytes = (int) format.rowBytes(width);
        this.pixelBytes = (format.bits + 7) / 8;
        this.direct = format == PngFormat.RGB_8 && !interlaced;
        int rows = interlaced ? 1 : Math.min(height, 1 + INFLATED / rowBytes);
        this.inflated = new byte[rows * (1 + rowBytes) + PngFilters.MARGIN];
        this.lines = new byte[2 * rowBytes];
        this.filters = new PngFilters(inflated, direct ? canvas.rgb : lines);
    }

    /** Missing rows, and the area around an animation's first frame, have the index 0. */
    private void fillWithFirstColor() {
        if (palette.color(0) != 0) {
            for (int i = 0; i < canvas.rgb.length; i += 3) {
                palette.copy(0, canvas.rgb, i);
            }
        }
        if (alpha != null && palette.alpha != null) {
            Arrays.fill(alpha, palette.alpha[0]);
        }
    }

    boolean complete() {
        return y >= height;
    }

    /** The size of all rows with their filter bytes; for interlaced pictures a size that no array can have. */
    long size() {
        return interlaced ? Long.MAX_VALUE : (long) height * (1 + rowBytes);
    }

    /**
     * Decodes all rows at once from {@link #size} inflated bytes, which {@link PngFilters#MARGIN} more have to follow.
     *
     * @return false, without any change, if a row has an unknown filter
     */
    boolean accept(byte[] all) throws ImageException {
        for (int i = 0, at = 0; i < height; i++, at += 1 + rowBytes) {
            if ((all[at] & 0xff) > 4) {
                return false;
            }
        }
        inflated = all;
        filters = new PngFilters(inflated, direct ? canvas.rgb : lines);
        while (!complete()) {
            unfilter(rowBytes);
            start += 1 + rowBytes;
        }
        return true;
    }

    /** Decodes the inflater's input; returns true when the picture or the stream has ended. */
    boolean decode(Inflater inflater) throws DataFormatException, ImageException {
        while (inflater.getRemaining() > 0) {
            if (filled == limit) {
                start = 0;
                filled = 0;
                limit = interlaced ? rowLength() : Math.min(inflated.length / rowLength(), height - y) * rowLength();
            }
            int count = inflater.inflate(inflated, filled, limit - filled);
            if (count == 0) {
                return false;
            }
            filled += count;
            while (start < filled && start + rowLength() <= filled) {
                int length = rowLength();
                unfilter(length - 1);
                start += length;
                if (complete()) {
                    return true;
                }
            }
            if (start == filled && inflater.finished()) {
                return true;
            }
        }
        return false;
    }

    private int rowLength() {
        return 1 + (interlaced ? (int) format.rowBytes(passColumns()) : rowBytes);
    }

    private int passColumns() {
        return (width - FIRST_COLUMN[pass] + COLUMN_STEP[pass] - 1) / COLUMN_STEP[pass];
    }

    private void unfilter(int length) throws ImageException {
        int filter = inflated[start];
        if (direct) {
            int to = ((top + y) * canvas.width + left) * 3;
            if (y == 0) {
                filters.undoFirst(filter, start + 1, to, length, pixelBytes);
            } else {
                filters.undo(filter, start + 1, to, to - canvas.width * 3, length, pixelBytes);
            }
            y++;
            return;
        }
        filters.undo(filter, start + 1, line, rowBytes - line, length, pixelBytes);
        store();
        line = rowBytes - line;
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
            Arrays.fill(lines, (byte) 0);
            filters.changed();
        }
    }

    /** Stores the row's pixels, starting at index {@code pixel} and {@code step} apart. */
    private void store(int pixel, int step, int count) {
        byte[] rgb = canvas.rgb;
        int bytes = format.bits / 8;
        int sample = format.sampleBytes;
        if (alpha != null) {
            storeAlpha(alpha, pixel, step, count);
        }
        switch (format) {
            case RGB_8, RGB_16, RGBA_8, RGBA_16 -> {
                for (int i = 0, from = line, to = pixel * 3; i < count; i++, from += bytes, to += step * 3) {
                    rgb[to] = lines[from];
                    rgb[to + 1] = lines[from + sample];
                    rgb[to + 2] = lines[from + 2 * sample];
                }
            }
            case GRAY_8, GRAY_ALPHA_8, GRAY_ALPHA_16 -> {
                for (int i = 0, from = line; i < count; i++, from += bytes) {
                    canvas.setGray(pixel + i * step, lines[from]);
                }
            }
            case GRAY_16 -> {
                for (int i = 0; i < count; i++) {
                    canvas.setGray(pixel + i * step, lines[line + 2 * i] != 0 ? 255 : lines[line + 2 * i + 1]);
                }
            }
            case GRAY_1, GRAY_2, GRAY_4 -> {
                int scale = 255 / ((1 << format.bits) - 1);
                for (int i = 0; i < count; i++) {
                    canvas.setGray(pixel + i * step, packed(i) * scale);
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
        int last = line + bytes - format.sampleBytes;
        for (int i = 0; i < count; i++) {
            plane[pixel + i * step] = palette.alpha == null ? lines[last + i * bytes] : palette.alpha[packed(i)];
        }
    }

    private int packed(int index) {
        int bit = index * format.bits;
        return (lines[line + (bit >> 3)] & 0xff) >> (8 - format.bits - (bit & 7)) & ((1 << format.bits) - 1);
    }
}
