package org.clipmeter.model;

import java.io.IOException;
import java.util.List;
import org.clipmeter.image.RgbImage;
import org.clipmeter.text.TokenizedText;

/**
 * A model that embeds images and texts in one space. It is used by one thread at a time, except {@link #pixelValues}, which
 * may be called from several. Arrays that it is given are not kept, and those that it gives belong to the caller.
 */
public interface TwoTower {
    /**
     * Normalized pixels of shape (3, height, width), flattened; called from several threads at a time.
     *
     * @return {@link #valuesPerImage} numbers
     */
    float[] pixelValues(RgbImage image);

    /** The settings that images are prepared with, in one line; empty if the model has no such settings. */
    default String preprocessing() {
        return "";
    }

    /** The text's tokens, cut to the model's length; an empty text has its start and its end. */
    TokenizedText tokens(String text);

    /**
     * Embeddings of images, of unit length and of shape (batch, projection_dim).
     *
     * @param pixelValues of {@link #pixelValues}, one for each image; none gives none
     * @throws IOException if the model itself can't be used any longer: its file has changed
     */
    float[][] imageEmbeds(List<float[]> pixelValues) throws IOException;

    /**
     * Embeddings of texts, of unit length and of shape (batch, projection_dim).
     *
     * @param inputIds of {@link #tokens}, one for each text; none gives none
     * @throws IOException if the model itself can't be used any longer: its file has changed
     */
    float[][] textEmbeds(List<long[]> inputIds) throws IOException;

    /**
     * Does nothing as long as the model can be used.
     *
     * @throws ModelClosedException if it is closed; the run then ends, instead of failing for each row
     */
    default void requireOpen() {}

    /** How many numbers {@link #pixelValues} gives for an image: 3 · height · width. */
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
