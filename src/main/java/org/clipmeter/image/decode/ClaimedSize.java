package org.clipmeter.image.decode;

import java.util.Optional;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.reader.Canvas;
import org.clipmeter.image.reader.ClaimedPixels;

/** How large a picture says it is, for planning memory before it is decoded. */
public final class ClaimedSize {
    /** The readers of PNG, GIF, BMP and WebP look at these first bytes without asking for the file's length. */
    private static final int LONGEST_HEADER = 30;

    private ClaimedSize() {}

    /** The pixels that a file's header claims, at most those that are decoded at all; a guess if it does not say. */
    public static long pixels(byte[] file) {
        return Math.min(claimed(file), Canvas.MAX_PIXELS);
    }

    private static long claimed(byte[] file) {
        Optional<Format> format = file.length < LONGEST_HEADER ? Optional.empty() : Format.ofContent(file);
        if (format.isEmpty()) {
            return ClaimedPixels.UNKNOWN;
        }
        try {
            return format.get().claimedPixels(file);
        } catch (ImageException e) {
            return ClaimedPixels.UNKNOWN;
        }
    }
}
