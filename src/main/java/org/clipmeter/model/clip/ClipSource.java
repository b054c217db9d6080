package org.clipmeter.model.clip;

import java.io.IOException;
import java.util.List;
import org.clipmeter.model.Similarity;
import org.clipmeter.preprocess.ImageProcessor;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.text.ClipTokenizer;
import org.clipmeter.weights.Weights;

/** What the network is made from, whatever the form of the files that it comes from. */
public interface ClipSource {
    /** Names the checkpoint in messages, such as its folder. */
    String name();

    /** The architecture. */
    ClipConfig config();

    /** The classes that the weights were saved from, such as CLIPModel; empty if the files do not name any. */
    List<String> architectures();

    /**
     * Opens the weights, under transformers' names; called once, on another thread. Whoever calls it closes them.
     *
     * @throws IOException in one line, if they can't be used
     */
    Weights weights() throws IOException;

    /**
     * The preparation of images.
     *
     * @throws IOException in one line, if the settings can't be used
     */
    ImageProcessor imageProcessor(ImageRules rules) throws IOException;

    /**
     * Opens the tokenizer; called once, on another thread. Whoever calls it closes it.
     *
     * @throws IOException in one line, if its files can't be used
     */
    ClipTokenizer tokenizer() throws IOException;

    /**
     * A text as the tokenizer gets it.
     *
     * @throws IllegalArgumentException in one line, if it can't be prepared; its prompt then has no score
     */
    default String prepared(String text) {
        return text;
    }

    /** How embeddings are compared, from exp(logit_scale). */
    Similarity similarity(double scale);

    /** What the user should know about the files, one line each. */
    List<String> warnings();
}
