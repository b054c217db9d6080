package org.clipmeter.embed;

import java.io.IOException;

/** Tells, in one line, what a model's embeddings depend on besides their inputs. */
@FunctionalInterface
public interface EmbeddingFingerprint {
    /**
     * Weights, preprocessing, precision and kind of device. Called once in a run, from any thread, and only where
     * embeddings are kept; may take as long as reading the weights through.
     *
     * @throws IOException where the weights can't be read, which ends the run
     */
    String describe() throws IOException;
}
