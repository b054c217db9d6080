package org.clipmeter.image.reader;

/** The number of pixels that a file's header claims, for planning memory before the picture is decoded. */
public final class ClaimedPixels {
    /** The estimate for a file whose header does not state its size. */
    public static final long UNKNOWN = 16_000_000;

    private ClaimedPixels() {}

    /**
     * The number of pixels of a picture of this size, at most as many as are ever decoded; also that many if a side is
     * negative.
     */
    public static long product(long width, long height) {
        if (width < 0 || height < 0 || (width > 0 && height > Canvas.MAX_PIXELS / width)) {
            return Canvas.MAX_PIXELS;
        }
        return width * height;
    }
}
