package org.clipmeter.image;

/** How a file stores its pixels, which decides how Pillow resizes a picture that is not converted to RGB first. */
public enum StoredPixels {
    /** Gray, RGB, or one of them with an alpha channel, of at most 8 bits as Pillow reads it. */
    SAMPLES,
    /** Entries of a palette, or black and white: Pillow's modes {@code P} and {@code 1}, which it resizes by the nearest pixel. */
    INDICES,
    /** Anything else, such as CMYK or gray of 16 bits. */
    OTHER
}
