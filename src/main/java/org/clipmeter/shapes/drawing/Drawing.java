package org.clipmeter.shapes.drawing;

import java.util.Arrays;
import org.clipmeter.image.RgbImage;
import org.clipmeter.shapes.Artist;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SplitMix64;
import org.jspecify.annotations.Nullable;

/**
 * A picture of a caption.
 *
 * @param drawn the scene that was drawn, before the artist's last changes to the picture; null if the model does not know it
 * @param changed whether the picture differs from the one of an artist who draws what is asked; null if that is not known
 */
public record Drawing(
        RgbImage picture, @Nullable Scene drawn, @Nullable Boolean changed) {
    /** A caption of what was drawn; null if that is not known. */
    public @Nullable String caption() {
        return drawn == null ? null : drawn.caption();
    }

    /**
     * Draws a caption. The bytes depend on the caption, the artist, the size and the seed only, and are the same on every
     * system.
     *
     * @param pixels width and height
     * @throws org.clipmeter.failure.InvalidRequestException if this is not a caption of the shapes world
     */
    public static Drawing of(String caption, Artist artist, int pixels, long seed) {
        Scene asked = Scene.parse(caption);
        SplitMix64 random = SplitMix64.at(seed, caption.hashCode());
        Scene drawn = artist.interpret(caption, asked, random);
        RgbImage picture = Renderer.draw(drawn, pixels, random.nextLong());
        RgbImage finished = artist.finish(picture, drawn, random);
        return new Drawing(finished, drawn, !drawn.equals(asked) || !Arrays.equals(finished.rgb(), picture.rgb()));
    }
}
