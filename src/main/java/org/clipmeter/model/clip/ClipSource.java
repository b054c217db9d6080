package org.clipmeter.model.clip;

import java.util.List;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.transformer.ExpectedTensors;
import org.clipmeter.model.transformer.NetworkSource;
import org.clipmeter.text.ClipTokenizer;

/** What a CLIP is made from, whatever the form of the files that it comes from. */
public interface ClipSource extends NetworkSource<ClipTokenizer> {
    /** The architecture. */
    ClipConfig config();

    /** The classes that the weights were saved from, such as CLIPModel; empty if the files do not name any. */
    List<String> architectures();

    @Override
    default ExpectedTensors tensors() {
        return ClipTensors.of(config(), architectures());
    }

    @Override
    default int imageSize() {
        return config().vision().imageSize();
    }

    @Override
    default boolean causalText() {
        return true;
    }

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
}
