package org.clipmeter.preprocess;

import java.io.IOException;
import java.util.List;
import org.clipmeter.image.RgbImage;

/** Prepares pictures for a model exactly as the program does whose numbers are followed. Immutable; for several threads. */
public interface ImageProcessor {
    /**
     * Normalized values, shape (3, height, width), R first.
     *
     * @throws IllegalArgumentException in one line, if the followed program fails on this picture, or if its way with it is
     *     not supported
     */
    float[] pixelValues(RgbImage image);

    /**
     * Which part of a picture becomes the input.
     *
     * @param pictureHeight in pixels
     * @param pictureWidth in pixels
     */
    CropArea area(int pictureHeight, int pictureWidth);

    /** The height in pixels of what it gives. */
    int height();

    /** The width in pixels of what it gives. */
    int width();

    /** The rules that this processor follows. */
    ImageRules rules();

    /**
     * The same settings under other rules.
     *
     * @throws IOException if these rules do not support the settings; the message names the key
     */
    ImageProcessor following(ImageRules others) throws IOException;

    /** Identifies this preprocessing: every setting that changes pixelValues, in one line. */
    String fingerprint();

    /** Oddities in the settings that Python accepts silently; one line each. */
    List<String> warnings();
}
