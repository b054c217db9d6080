package org.clipmeter.shapes.drawing;

import org.clipmeter.shapes.Artist;
import org.clipmeter.shapes.Scene;

/**
 * The renderer as a text-to-image model: an artist draws what a caption describes. The bytes of the pictures are the same on
 * every system.
 *
 * @param artist who draws: {@link Artist.Faithful}, one who makes mistakes, or an {@link org.clipmeter.shapes.erase.Erasure}
 */
public record Rules(Artist artist) implements TextToImage {
    @Override
    public String title() {
        return artist.title();
    }

    @Override
    public String note() {
        return "The pictures are drawn by rules and not by a neural network; their erasure is a caricature of a real one.";
    }

    @Override
    public void check(String caption) {
        Scene.parse(caption);
    }

    @Override
    public Drawing draw(String caption, int pixels, long seed) {
        return Drawing.of(caption, artist, pixels, seed);
    }
}
