package org.clipmeter.agreement;

import java.util.List;

/**
 * Receives how far a comparison of models is, on the thread that computes it, between batches: what it does takes time from
 * the comparison, and what it throws ends it.
 */
public interface AgreementListener {
    /** A listener that does nothing. */
    static AgreementListener none() {
        return new AgreementListener() {};
    }

    /** A model is about to be loaded. */
    default void loading(String model) {}

    /** Texts of a run are encoded by a model. */
    default void texts(String run, String model, int done, int total) {}

    /**
     * Images of a run are scored by several models at a time.
     *
     * @param models the models' names, in order
     * @param done images that all of these models have finished
     * @param cached how many of those done needed no model, because all their embeddings were stored
     */
    default void images(String run, List<String> models, int done, int total, int cached) {}

    /** All images are scored, and the models are about to be compared, which takes resamples. */
    default void comparing() {}
}
