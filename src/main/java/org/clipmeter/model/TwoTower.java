package org.clipmeter.model;

import java.io.IOException;
import java.util.List;
import org.clipmeter.image.RgbImage;
import org.clipmeter.text.TokenizedText;

/** A model that embeds images and texts in one space; used by one thread at a time, except {@link #pixelValues}. */
public interface TwoTower {
    /** Normalised pixels of shape (3, height, width); called from several threads at a time. */
    float[] pixelValues(RgbImage image);

    /** The text's tokens, cut to the model's length. */
    TokenizedText tokens(String text);

    /**
     * Unit-length embeddings of shape (batch, projection_dim).
     *
     * @throws IOException where the model itself can't be used any longer: its file has changed
     */
    float[][] imageEmbeds(List<float[]> pixelValues) throws IOException;

    /**
     * Unit-length embeddings of shape (batch, projection_dim).
     *
     * @throws IOException where the model itself can't be used any longer: its file has changed
     */
    float[][] textEmbeds(List<long[]> inputIds) throws IOException;

    /**
     * Does nothing while the model can be used.
     *
     * @throws ModelClosedException if it is closed, which ends a run instead of costing each of its rows
     */
    default void requireOpen() {}

    /** How many numbers {@link #pixelValues} gives for an image. */
    int valuesPerImage();

    /** How many images to encode at once: enough to use the device well, in no more than about a second. */
    int suggestedBatch();

    /** The most images that fit into the machine's memory at once, at least 1. */
    default int largestBatch() {
        return Integer.MAX_VALUE;
    }

    /** How an embedded image and an embedded text are compared. */
    Similarity similarity();
}
