package org.clipmeter.text;

import java.util.List;

/** A tokenizer of any kind. Several threads may use it; whoever opens it closes it. */
public interface TextTokenizer extends AutoCloseable {
    /**
     * The tokens of a text, as the network reads them.
     *
     * @throws IllegalArgumentException in one line, if the text is too long to be tokenized in a reasonable time
     * @throws IllegalStateException if the tokenizer is closed
     */
    TokenizedText encode(String text);

    /** What the user should know about the tokenizer's files, one line each. */
    List<String> warnings();

    @Override
    void close();
}
