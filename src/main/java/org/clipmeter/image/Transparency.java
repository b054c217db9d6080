package org.clipmeter.image;

/**
 * How transparent the pixels of a picture are.
 *
 * @param alpha bytes of shape (height, width): 0 is transparent, 255 is opaque
 * @param singleColor true if the file declares one color, or one palette entry, as transparent instead of storing alpha
 *     values (GIF; a tRNS chunk of a gray or RGB PNG; a tRNS of a palette whose only entry that is not opaque is 0)
 */
@SuppressWarnings("ArrayRecordComponent")
public record Transparency(byte[] alpha, boolean singleColor) {
    private static final int PRECISION_BITS = 7;
    private static final int HALF = 0x80 << PRECISION_BITS;

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
}
