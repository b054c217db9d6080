package org.clipmeter.model.transformer;

import java.io.IOException;
import java.util.List;
import org.clipmeter.preprocess.ImageProcessor;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.text.TextTokenizer;
import org.clipmeter.weights.Weights;

/**
 * What a network is made from, whatever the form of the files that it comes from.
 *
 * @param <T> the family's tokenizer
 */
public interface NetworkSource<T extends TextTokenizer> {
    /** Names the checkpoint in messages, such as its folder. */
    String name();

    /** The tensors that the network expects. */
    ExpectedTensors tensors();

    /** The height and width in pixels of the images that the network reads. */
    int imageSize();

    /** Whether a token of a text sees only itself and earlier tokens. */
    boolean causalText();

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
    T tokenizer() throws IOException;

    /** What the user should know about the files, one line each. */
    List<String> warnings();
}
