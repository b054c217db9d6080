package org.clipmeter.model;

import java.io.IOException;
import java.util.List;
import org.clipmeter.image.RgbImage;
import org.clipmeter.text.TokenizedText;

/** A model that embeds images and texts in one space. For use by one thread at a time, except {@link #pixelValues}. */
public interface TwoTower {
    /** Normalized pixels of shape (3, height, width), in a new array; may be called by several threads at once. */
    float[] pixelValues(RgbImage image);

    /** The text's tokens, truncated to the model's length. */
    TokenizedText tokens(String text);

    /**
     * Unit-length embeddings of shape (batch, projection_dim).
     *
     * @param pixelValues one array of {@link #pixelValues} per image
     * @throws IOException if the model itself can no longer be used, because its file has changed
     */
    float[][] imageEmbeds(List<float[]> pixelValues) throws IOException;

    /**
     * Unit-length embeddings of shape (batch, projection_dim).
     *
     * @param inputIds the tokens of each text, from {@link #tokens}
     * @throws IOException if the model itself can no longer be used, because its file has changed
     */
    float[][] textEmbeds(List<long[]> inputIds) throws IOException;

    /**
     * Does nothing as long as the model can be used.
     *
     * @throws ModelClosedException if it is closed; the run then ends, instead of failing for each row
     */
    default void requireOpen() {}

    /** The length of the array that {@link #pixelValues} returns for an image. */
    int valuesPerImage();

    /** How many images to encode at once: enough to use the device well, but no more than take about a second. */
    int suggestedBatch();

    /** The most images whose computation fits into the machine's memory, at least 1. */
    default int largestBatch() {
        return Integer.MAX_VALUE;
    }

    /** How to compare an image's embedding with a text's embedding. */
    Similarity similarity();
}
