package org.clipmeter.image.reader;

/** How many pixels a file's header claims, for planning memory before the picture is decoded. */
public final class ClaimedPixels {
    /** What to expect of a file whose header does not say its size. */
    public static final long UNKNOWN = 16_000_000;

    private ClaimedPixels() {}

    /** The pixels of a picture of this size; the most that is decoded at all if they are more, or a side is negative. */
    public static long product(long width, long height) {
        if (width < 0 || height < 0 || (width > 0 && height > Canvas.MAX_PIXELS / width)) {
            return Canvas.MAX_PIXELS;
        }
        return width * height;
    }
}
