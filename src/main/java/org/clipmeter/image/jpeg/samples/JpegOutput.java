package org.clipmeter.image.jpeg.samples;

import java.util.List;
import org.clipmeter.image.reader.Canvas;

/** Makes the picture's rows from the components' samples: upsampling, then colors. */
public final class JpegOutput {
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

    /** Whether both chroma components are stored in the samples of the first, two per int. */
    private final boolean paired;

    private final JpegUpsampling[] upsamplings;
    private final int[][] rows;
    private final int[] packed;

    public JpegOutput(JpegFrame frame, boolean converted, Canvas canvas) {
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
        packed = new int[width];
    }

    /** Must be called once for each row of units, when its samples are complete. */
    public void pair(int unitRow) {
        if (!paired) {
            return;
        }
        JpegComponent cb = frame.components.get(1);
        JpegComponent cr = frame.components.get(2);
        int at = cb.rowAt(unitRow * 8 * cb.down);
        JpegColors.pair(cb.samples, cr.samples, at, at + 8 * cb.down * cb.stride());
    }

    /** Writes the picture's rows that a row of units covers. The next row of units, if it exists, must be complete. */
    public void write(int unitRow) {
        int from = unitRow * 8 * frame.down;
        int to = Math.min(from + 8 * frame.down, frame.height);
        for (int y = from; y < to; y++) {
            switch (colors) {
                case GRAY -> {
                    full(0, y);
                    for (int x = 0; x < frame.width; x++) {
                        packed[x] = rows[0][x] * 0x010101;
                    }
                }
                case YCC -> convert(y);
                case RGB -> rgb(y);
                case CMYK, YCCK -> cmyk(y);
            }
            if (frame.components.size() < 4) {
                JpegColors.store(packed, frame.width, canvas.rgb, y * frame.width);
            }
        }
    }

    private void convert(int y) {
        full(0, y);
        full(1, y);
        if (!paired) {
            full(2, y);
            JpegColors.pair(rows[1], rows[2], 0, frame.width);
        }
        JpegColors.convert(rows[0], rows[1], packed, frame.width);
    }

    private void rgb(int y) {
        for (int i = 0; i < 3; i++) {
            full(i, y);
        }
        for (int x = 0; x < frame.width; x++) {
            packed[x] = rows[0][x] | rows[1][x] << 8 | rows[2][x] << 16;
        }
    }

    /** Pillow inverts all four samples; libjpeg has already inverted the first three of YCCK. */
    private void cmyk(int y) {
        if (colors == Colors.YCCK) {
            convert(y);
        } else {
            rgb(y);
            for (int x = 0; x < frame.width; x++) {
                packed[x] ^= 0xffffff;
            }
        }
        full(3, y);
        for (int x = 0; x < frame.width; x++) {
            int ink = packed[x];
            canvas.cmyk(y * frame.width + x, ink & 0xff, ink >> 8 & 0xff, ink >> 16 & 0xff, 255 - rows[3][x]);
        }
    }

    /** Fills a component's row with row {@code y} of the picture, at full width. */
    private void full(int index, int y) {
        JpegComponent component = frame.components.get(index);
        JpegUpsampling upsampling = upsamplings[index];
        int near = component.rowAt(upsampling.nearRow(y));
        int far = component.rowAt(upsampling.farRow(y));
        upsampling.row(y, component.samples, near, component.samples, far, rows[index]);
    }
}
