package org.clipmeter.image;

import java.util.List;

/** Makes the picture's rows of the components' samples: upsampling, then colors. */
final class JpegOutput {
    private enum Colors {
        GRAY,
        RGB,
        YCC,
        CMYK,
        YCCK
    }

    private final JpegFrame frame;
    private final Canvas canvas;
    private final Colors colors;

    /** Whether both chroma components lie in the samples of the first, two in an int. */
    private final boolean paired;

    private final JpegUpsampling[] upsamplings;
    private final int[][] rows;
    private final int[] chroma;
    private final int[] packed;

    JpegOutput(JpegFrame frame, boolean converted, Canvas canvas) {
        this.frame = frame;
        this.canvas = canvas;
        List<JpegComponent> components = frame.components;
        colors = switch (components.size()) {
            case 1 -> Colors.GRAY;
            case 3 -> converted ? Colors.YCC : Colors.RGB;
            default -> converted ? Colors.YCCK : Colors.CMYK;
        };
        paired = converted
                && components.size() > 1
                && components.get(1).across == components.get(2).across
                && components.get(1).down == components.get(2).down;
        upsamplings = new JpegUpsampling[components.size()];
        int width = frame.unitsAcross * 8 * frame.across;
        rows = new int[components.size()][width];
        for (int i = 0; i < upsamplings.length; i++) {
            JpegComponent component = components.get(i);
            upsamplings[i] = new JpegUpsampling(
                    frame.across / component.across, frame.down / component.down, component.width, component.height);
        }
        chroma = new int[width];
        packed = new int[width];
    }

    /** To be called once for each row of units, when its samples are complete. */
    void pair(int unitRow) {
        if (!paired) {
            return;
        }
        JpegComponent cb = frame.components.get(1);
        JpegComponent cr = frame.components.get(2);
        int at = cb.rowAt(unitRow * 8 * cb.down);
        JpegColors.pair(cb.samples, at, cr.samples, at, cb.samples, at, 8 * cb.down * cb.stride());
    }

    /** Writes the picture's rows that a row of units covers; the next row of units has to be complete, if there is one. */
    void write(int unitRow) {
        int from = unitRow * 8 * frame.down;
        int to = Math.min(from + 8 * frame.down, frame.height);
        for (int y = from; y < to; y++) {
            switch (colors) {
                case GRAY -> {
                    int[] gray = row(0, y);
                    int at = at(0, y);
                    for (int x = 0; x < frame.width; x++) {
                        packed[x] = gray[at + x] * 0x010101;
                    }
                    JpegColors.store(packed, frame.width, canvas.rgb, y * frame.width);
                }
                case YCC -> {
                    convert(y);
                    JpegColors.store(packed, frame.width, canvas.rgb, y * frame.width);
                }
                case RGB -> rgb(y);
                case CMYK, YCCK -> cmyk(y);
            }
        }
    }

    private void convert(int y) {
        int[] chromaRow;
        int[] first = row(1, y);
        int firstAt = at(1, y);
        if (!paired || firstAt != 0) {
            int[] second = paired ? first : row(2, y);
            chromaRow = chroma;
            if (paired) {
                System.arraycopy(first, firstAt, chroma, 0, frame.width);
            } else {
                JpegColors.pair(first, firstAt, second, at(2, y), chroma, 0, frame.width);
            }
        } else {
            chromaRow = first;
        }
        JpegColors.convert(row(0, y), at(0, y), chromaRow, packed, frame.width);
    }

    private void rgb(int y) {
        int[] r = row(0, y);
        int[] g = row(1, y);
        int[] b = row(2, y);
        int rAt = at(0, y);
        int gAt = at(1, y);
        int bAt = at(2, y);
        for (int x = 0; x < frame.width; x++) {
            packed[x] = r[rAt + x] | g[gAt + x] << 8 | b[bAt + x] << 16;
        }
        JpegColors.store(packed, frame.width, canvas.rgb, y * frame.width);
    }

    /** Pillow inverts all four samples; the first three of YCCK are inverted by libjpeg already. */
    private void cmyk(int y) {
        int[] black = row(3, y);
        int blackAt = at(3, y);
        if (colors == Colors.YCCK) {
            convert(y);
        } else {
            int[] c = row(0, y);
            int[] m = row(1, y);
            int[] ye = row(2, y);
            int cAt = at(0, y);
            int mAt = at(1, y);
            int yAt = at(2, y);
            for (int x = 0; x < frame.width; x++) {
                packed[x] = (c[cAt + x] | m[mAt + x] << 8 | ye[yAt + x] << 16) ^ 0xffffff;
            }
        }
        for (int x = 0; x < frame.width; x++) {
            int ink = packed[x];
            canvas.cmyk(y * frame.width + x, ink & 0xff, ink >> 8 & 0xff, ink >> 16 & 0xff, 255 - black[blackAt + x]);
        }
    }

    /** An array that holds row {@code y} of a component at full size, from {@link #at} on. */
    private int[] row(int index, int y) {
        JpegComponent component = frame.components.get(index);
        JpegUpsampling upsampling = upsamplings[index];
        if (upsampling.copies()) {
            return component.samples;
        }
        int near = component.rowAt(upsampling.nearRow(y));
        int far = component.rowAt(upsampling.farRow(y));
        upsampling.row(y, component.samples, near, component.samples, far, rows[index]);
        return rows[index];
    }

    private int at(int index, int y) {
        return upsamplings[index].copies() ? frame.components.get(index).rowAt(y) : 0;
    }
}
