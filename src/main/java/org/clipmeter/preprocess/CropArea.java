package org.clipmeter.preprocess;

/**
 * The part of a picture that a model gets to see, in pixels of the picture. Where the preparation fills the rest of the
 * model's input, the area reaches beyond the picture. What it shows may be stretched.
 *
 * @param left where the input's left edge lies in the picture; below 0 if filled pixels come first
 * @param top where its upper edge lies
 * @param right where its right edge lies
 * @param bottom where its lower edge lies
 */
public record CropArea(double left, double top, double right, double bottom) {
    /** The area's width in pixels of the picture. */
    public double width() {
        return right - left;
    }

    /** Its height in pixels of the picture. */
    public double height() {
        return bottom - top;
    }
}
