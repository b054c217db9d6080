package org.clipmeter.shapes.drawing;

import java.io.IOException;
import org.clipmeter.failure.InvalidRequestException;

/**
 * A text-to-image model of the shapes world. For the same caption, size and seed it makes the same picture. It is safe from
 * any thread.
 */
public interface TextToImage {
    /** What distinguishes its pictures, in a few words. */
    String title();

    /** What a reader of its pictures should know, one sentence. */
    String note();

    /**
     * Checks that it can draw a caption.
     *
     * @throws InvalidRequestException in one line, if it can't
     */
    void check(String caption);

    /**
     * Draws a caption.
     *
     * @param pixels width and height
     * @throws InvalidRequestException if {@link #check} refuses the caption
     * @throws IOException if the model can't be computed
     */
    Drawing draw(String caption, int pixels, long seed) throws IOException;
}
