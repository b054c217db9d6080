package org.clipmeter.notebook.view;

import java.awt.image.BufferedImage;
import java.io.IOException;
import org.clipmeter.plot.NoFontsException;

/**
 * A drawing that contains photographs, for which JPEG needs a tenth of the bytes of PNG. It has the best quality that fits into
 * a number of bytes, and twice the pixels of its size on the page if they fit, so that it is sharp on dense screens.
 */
public final class Photograph {
    private static final int DENSE = 2;
    private static final float[] QUALITIES = {.85f, .7f, .6f, .5f};

    private Photograph() {}

    /** Draws a picture without transparency. */
    @FunctionalInterface
    public interface Drawing {
        /**
         * Draws it.
         *
         * @param density how many pixels there are for each pixel of the page, along each side
         * @throws NoFontsException if this Java has no fonts to draw text with
         */
        BufferedImage at(int density) throws NoFontsException;
    }

    /**
     * Shows a drawing.
     *
     * @param most bytes of the file; if no quality is small enough, the smallest is shown
     * @param alternative says what the drawing shows
     */
    public static Output of(Drawing drawing, int most, String alternative) {
        try {
            Output shown = Output.nothing();
            for (int density = DENSE; density >= 1; density--) {
                BufferedImage drawn = drawing.at(density);
                for (float quality : QUALITIES) {
                    byte[] jpeg = Thumbnail.jpeg(drawn, quality);
                    shown = Output.photograph(
                            jpeg, drawn.getWidth() / density, drawn.getHeight() / density, alternative);
                    if (jpeg.length <= most) {
                        return shown;
                    }
                }
            }
            return shown;
        } catch (NoFontsException e) {
            return Output.message(alternative + "\n" + e.getMessage());
        } catch (IOException e) {
            return Output.message(alternative + "\nno picture: " + e.getMessage());
        }
    }
}
