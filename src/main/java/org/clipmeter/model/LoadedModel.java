package org.clipmeter.model;

import java.io.IOException;
import java.util.List;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.weights.file.FileHashes;

/**
 * A model that was loaded from a folder, whatever its family. Several threads may use it; their batches take turns. Whoever
 * loads it closes it.
 */
public interface LoadedModel extends AutoCloseable {
    /**
     * The model's towers with images prepared by these rules. They belong to the model and need not be closed.
     *
     * @throws IOException if the checkpoint's settings for images don't allow these rules; the message names the setting
     */
    TwoTower towers(ImageRules rules) throws IOException;

    /** The {@link ModelFamily#modelType} of the family that loaded it, such as {@code clip}. */
    String family();

    /** The rules for images that the model was loaded with. */
    ImageRules imageRules();

    /** The width in pixels of the images that the model reads. */
    int imageWidth();

    /** The most tokens of a prompt. */
    int tokenLimit();

    /** The settings of the network in one line; embeddings of other settings can't be compared. */
    String architecture();

    /** The device in use, such as {@code cpu} or {@code cuda:0}. */
    String device();

    /** The precision in use: {@code fp32}, {@code bf16} or {@code fp16}. */
    String precision();

    /** How many parameters the model has. */
    long parameterCount();

    /** What the user should know about the checkpoint and how it runs, one line each. */
    List<String> warnings();

    /**
     * A hash of the weights. It may read them all, which takes seconds for gigabytes.
     *
     * @param remembered hashes of files that were computed before
     * @throws IOException if the weights can't be read
     */
    String fingerprint(FileHashes remembered) throws IOException;

    /**
     * Does nothing while the model can be used.
     *
     * @throws ModelClosedException if the model is closed
     */
    void requireOpen();

    /** Whether the model can be used. */
    default boolean isOpen() {
        try {
            requireOpen();
            return true;
        } catch (ModelClosedException e) {
            return false;
        }
    }

    /** Frees the model's memory, once; a batch of another thread that is in the model is waited for. */
    @Override
    void close();
}
