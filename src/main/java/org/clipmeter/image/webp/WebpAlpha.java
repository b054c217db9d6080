package org.clipmeter.image.webp;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.webp.vp8l.Vp8lDecoder;

/** Decodes the ALPH chunk of a lossy WebP (RFC 9649, section 2.7.1.2); the hint about pre-processing is ignored. */
final class WebpAlpha {
    private static final int RAW = 0;
    private static final int COMPRESSED = 1;
    private static final int NONE = 0;
    private static final int HORIZONTAL = 1;
    private static final int VERTICAL = 2;

    private WebpAlpha() {}

    /** The alpha values, shape (height, width), of the chunk with the content {@code data[from .. end - 1]}. */
    static byte[] decode(byte[] data, int from, int end, int width, int height) throws ImageException {
        if (end - from < 2) {
            throw new ImageException(Reason.TRUNCATED, "its ALPH chunk has " + Math.max(0, end - from) + " bytes");
        }
        int header = data[from];
        int method = header & 3;
        int preProcessing = header >> 4 & 3;
        if (method > COMPRESSED || preProcessing > 1 || (header & 0xc0) != 0) {
            throw new ImageException(Reason.CORRUPT, "its ALPH chunk has an unknown method: " + (header & 0xff));
        }
        byte[] alpha = new byte[Math.multiplyExact(width, height)];
        if (method == RAW) {
            if (end - from - 1 < alpha.length) {
                throw new ImageException(
                        Reason.TRUNCATED,
                        "its ALPH chunk has " + (end - from - 1) + " alpha values, expected " + alpha.length);
            }
            System.arraycopy(data, from + 1, alpha, 0, alpha.length);
        } else {
            Vp8lDecoder.decodeAlpha(data, from + 1, end, width, height, (y, argb) -> {
                for (int x = 0; x < width; x++) {
                    alpha[y * width + x] = (byte) (argb[x] >> 8);
                }
            });
        }
        unfilter(header >> 2 & 3, alpha, width);
        return alpha;
    }

    /** Adds to each value its prediction from its neighbors; in the first row from left neighbors only. */
    private static void unfilter(int filter, byte[] alpha, int width) {
        if (filter == NONE) {
            return;
        }
        for (int x = 1; x < width; x++) {
            alpha[x] += alpha[x - 1];
        }
        for (int row = width; row < alpha.length; row += width) {
            alpha[row] += alpha[row - width];
            for (int i = row + 1; i < row + width; i++) {
                int left = alpha[i - 1] & 0xff;
                int top = alpha[i - width] & 0xff;
                int corner = alpha[i - width - 1] & 0xff;
                int predicted = filter == HORIZONTAL
                        ? left
                        : filter == VERTICAL ? top : Math.max(0, Math.min(255, left + top - corner));
                alpha[i] += (byte) predicted;
            }
        }
    }
}
