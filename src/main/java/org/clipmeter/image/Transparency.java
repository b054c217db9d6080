package org.clipmeter.image;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How transparent the pixels of a picture are. Pillow and transformers treat an alpha channel and a single transparent
 * color differently: {@code convert("RGB")} drops an alpha channel, but preserves a single color as a mark, which the
 * image processor later turns to white.
 *
 * @param alpha bytes of shape (height, width): 0 is transparent, 255 is opaque
 * @param keptColor the color, as 0xRRGGBB, whose pixels count as transparent after {@code convert("RGB")} (GIF; a tRNS
 *     chunk of a gray or RGB PNG; a tRNS of a palette whose only entry that is not opaque is 0); else {@link #NO_COLOR}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Transparency(byte[] alpha, int keptColor) {
    /** No color stays transparent: the file stores alpha values, which {@code convert("RGB")} drops. */
    public static final int NO_COLOR = -1;

    private static final int PRECISION_BITS = 7;
    private static final int HALF = 0x80 << PRECISION_BITS;

    /** The transparency of a picture with an alpha channel of shape (height, width); null if every pixel is opaque. */
    static @Nullable Transparency ofChannel(byte[] alpha) {
        return isOpaque(alpha) ? null : new Transparency(alpha, NO_COLOR);
    }

    /**
     * The transparency of a picture; null if every pixel is opaque.
     *
     * @param alpha null if every pixel is opaque
     */
    public static @Nullable Transparency of(byte[] rgb, byte @Nullable [] alpha, int keptColor) {
        if (keptColor == NO_COLOR) {
            return alpha == null ? null : ofChannel(alpha);
        }
        if ((alpha == null || isOpaque(alpha)) && !contains(rgb, keptColor)) {
            return null;
        }
        return new Transparency(alpha == null ? opaque(rgb.length / 3) : alpha, keptColor);
    }

    /** An alpha plane that is 0 at the pixels of this color, or null if no pixel has it. */
    public static byte @Nullable [] alphaOf(byte[] rgb, int color) {
        if (!contains(rgb, color)) {
            return null;
        }
        byte[] alpha = opaque(rgb.length / 3);
        for (int i = 0; i < alpha.length; i++) {
            if (color(rgb, i * 3) == color) {
                alpha[i] = 0;
            }
        }
        return alpha;
    }

    /** The picture laid over white, in the fixed-point arithmetic of Pillow's {@code Image.alpha_composite}. */
    byte[] overWhite(byte[] rgb) {
        byte[] laid = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            int source = (alpha[i / 3] & 0xff) << PRECISION_BITS;
            int white = (255 << PRECISION_BITS) - source;
            int sum = (rgb[i] & 0xff) * source + 255 * white + HALF;
            laid[i] = (byte) (((sum >> 8) + sum >> 8) >> PRECISION_BITS);
        }
        return laid;
    }

    /** The picture with white at the pixels of the kept color. */
    byte[] keptColorWhite(byte[] rgb) {
        byte[] laid = rgb.clone();
        for (int i = 0; i < laid.length; i += 3) {
            if (color(rgb, i) == keptColor) {
                laid[i] = (byte) 255;
                laid[i + 1] = (byte) 255;
                laid[i + 2] = (byte) 255;
            }
        }
        return laid;
    }

    private static int color(byte[] rgb, int at) {
        return (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
    }

    private static boolean contains(byte[] rgb, int color) {
        for (int i = 0; i < rgb.length; i += 3) {
            if (color(rgb, i) == color) {
                return true;
            }
        }
        return false;
    }

    private static byte[] opaque(int pixels) {
        byte[] alpha = new byte[pixels];
        Arrays.fill(alpha, (byte) 255);
        return alpha;
    }

    private static boolean isOpaque(byte[] alpha) {
        for (byte value : alpha) {
            if (value != (byte) 255) {
                return false;
            }
        }
        return true;
    }
}
