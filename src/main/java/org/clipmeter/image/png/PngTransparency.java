package org.clipmeter.image.png;

import java.util.Arrays;
import org.clipmeter.image.Transparency;
import org.clipmeter.image.reader.Palette;

/**
 * What a PNG's tRNS chunk makes transparent, as Pillow reads it. The color of a gray or RGB picture is compared with
 * decoded levels of 8 bits, whatever the picture's depth, and only its low byte counts.
 */
@SuppressWarnings("ArrayRecordComponent")
record PngTransparency(PngFormat format, byte[] chunk) {
    private static final int GRAY = 0x010101;

    /** The color, as 0xRRGGBB, that is transparent in a gray or RGB picture. */
    int color() {
        if (format.color()) {
            return low(0) << 16 | low(1) << 8 | low(2);
        }
        return GRAY * (format == PngFormat.GRAY_1 ? (value() == 0 ? 0 : 255) : low(0));
    }

    /**
     * The color that {@code convert("RGB")} preserves as transparent; {@link Transparency#NO_COLOR} for a palette's
     * alpha values.
     */
    int keptColor(Palette palette) {
        if (format.palette()) {
            int only = onlyTransparentEntry();
            return only < 0 ? Transparency.NO_COLOR : palette.color(only);
        }
        return switch (format) {
            // Pillow stores the level as one integer, which then counts as the red of a color.
            case GRAY_1, GRAY_16 -> color() & 0xff0000;
            case GRAY_2, GRAY_4, GRAY_8 -> GRAY * Math.min(value(), 255);
            default -> color();
        };
    }

    /** The alpha values of 256 palette entries. */
    byte[] paletteAlpha() {
        byte[] alpha = new byte[256];
        Arrays.fill(alpha, (byte) 255);
        int only = onlyTransparentEntry();
        if (only >= 0) {
            alpha[only] = 0;
        } else {
            System.arraycopy(chunk, 0, alpha, 0, Math.min(chunk.length, alpha.length));
        }
        return alpha;
    }

    /** The index of the only entry that is not opaque, if that is 0; a line feed at the end is ignored. */
    private int onlyTransparentEntry() {
        int only = -1;
        for (int i = 0; i < Math.min(chunk.length, 256); i++) {
            if (chunk[i] == 0 && only < 0) {
                only = i;
            } else if (chunk[i] != -1 && !(chunk[i] == '\n' && i == chunk.length - 1)) {
                return -1;
            }
        }
        return only;
    }

    private int value() {
        return (chunk[0] & 0xff) << 8 | low(0);
    }

    private int low(int channel) {
        return chunk[2 * channel + 1] & 0xff;
    }
}
