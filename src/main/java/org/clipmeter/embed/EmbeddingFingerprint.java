package org.clipmeter.embed;

import java.io.IOException;

/** Describes in one line what a model's embeddings depend on besides their inputs. */
@FunctionalInterface
public interface EmbeddingFingerprint {
    /**
     * Names weights, preprocessing, precision and kind of device. It is called once in a run, from any thread, and only
     * if embeddings are stored. It may take as long as reading all weights from the disk.
     *
     * @throws IOException if the weights can't be read, which ends the run
     */
    String describe() throws IOException;
}
