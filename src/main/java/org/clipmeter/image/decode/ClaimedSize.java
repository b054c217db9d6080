package org.clipmeter.image.decode;

import java.util.Optional;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.reader.Canvas;
import org.clipmeter.image.reader.ClaimedPixels;

/** The size that a picture's header claims, for planning memory before the picture is decoded. */
public final class ClaimedSize {
    /** The readers of PNG, GIF, BMP and WebP read up to this many bytes without checking the file's length. */
    private static final int LONGEST_HEADER = 30;

    private ClaimedSize() {}

    /**
     * The number of pixels that the header claims, at most as many as are ever decoded; an estimate if it does not
     * state a size.
     */
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
