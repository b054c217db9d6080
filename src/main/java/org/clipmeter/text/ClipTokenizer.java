package org.clipmeter.text;

import java.io.IOException;
import java.nio.file.Path;

/** CLIP's byte-level BPE tokenizer. Safe for use by several threads. */
public final class ClipTokenizer implements AutoCloseable {
    private ClipTokenizer() {}

    /**
     * Opens the tokenizer of a model folder: {@code tokenizer.json}, else {@code vocab.json} and {@code merges.txt}.
     *
     * @param maxLength the model's max_position_embeddings (77 for OpenAI's)
     */
    public static ClipTokenizer open(Path folder, int maxLength) throws IOException {
        throw new UnsupportedOperationException(folder.toString() + maxLength);
    }

    /** Tokens of a text, without padding. An empty text has two: start and end. */
    public TokenizedText encode(String text) {
        throw new UnsupportedOperationException(text);
    }

    @Override
    public void close() {}
}
