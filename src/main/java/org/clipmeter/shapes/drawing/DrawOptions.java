package org.clipmeter.shapes.drawing;

import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.shapes.Artist;

/**
 * How pictures are drawn. Each method gives new options and leaves these as they are.
 *
 * @param model what draws: {@link Rules}, or a neural network
 * @param seed the seed of each prompt's first picture; the next pictures of the prompt have the seeds after it
 * @param pixels width and height, 64 to 512
 * @param imagesPerPrompt how many pictures to draw of each prompt, 1 to 1000
 */
public record DrawOptions(TextToImage model, long seed, int pixels, int imagesPerPrompt) {
    private static final int SMALLEST = 64;
    private static final int LARGEST = 512;
    private static final int MOST_IMAGES = 1000;

    /**
     * Options, checked.
     *
     * @throws InvalidRequestException if a number is not in its range
     */
    public DrawOptions {
        if (seed < 0) {
            throw new InvalidRequestException("seed: expected 0 or more, got " + seed);
        }
        if (seed > Long.MAX_VALUE - MOST_IMAGES) {
            throw new InvalidRequestException("seed: expected at most " + (Long.MAX_VALUE - MOST_IMAGES)
                    + ", since the next pictures have the seeds after it, got " + seed);
        }
        if (pixels < SMALLEST || pixels > LARGEST) {
            throw new InvalidRequestException(
                    "size: expected " + SMALLEST + " to " + LARGEST + " pixels, got " + pixels);
        }
        if (imagesPerPrompt < 1 || imagesPerPrompt > MOST_IMAGES) {
            throw new InvalidRequestException(
                    "images per prompt: expected 1 to " + MOST_IMAGES + ", got " + imagesPerPrompt);
        }
    }

    /** One picture of each prompt, as asked, with seed 0 and 256 pixels. */
    public static DrawOptions defaults() {
        return new DrawOptions(new Rules(new Artist.Faithful()), 0, 256, 1);
    }

    /** The same drawn by rules, by an artist: {@link Artist.Faithful}, or an {@link org.clipmeter.shapes.erase.Erasure}. */
    public DrawOptions withArtist(Artist artist) {
        return withModel(new Rules(artist));
    }

    /** The same with another model. */
    public DrawOptions withModel(TextToImage newModel) {
        return new DrawOptions(newModel, seed, pixels, imagesPerPrompt);
    }

    /** The same with another seed. */
    public DrawOptions withSeed(long newSeed) {
        return new DrawOptions(model, newSeed, pixels, imagesPerPrompt);
    }

    /** The same with another width and height. */
    public DrawOptions withPixels(int newPixels) {
        return new DrawOptions(model, seed, newPixels, imagesPerPrompt);
    }

    /** The same with this many pictures of each prompt. */
    public DrawOptions withImagesPerPrompt(int count) {
        return new DrawOptions(model, seed, pixels, count);
    }
}
