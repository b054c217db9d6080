package org.clipmeter.score;

import org.clipmeter.embed.Embedding;
import org.clipmeter.model.Similarity;

/** What became of a pair: {@link Scored} or {@link Failed}. */
public sealed interface Outcome permits Scored, Failed {
    /** {@code scored}, or the reason in snake_case. */
    String status();

    /**
     * Compares an image with a text.
     *
     * @param image its embedding, of unit length, or why it has none
     * @param text its embedding by the same model, likewise
     * @param similarity how the model compares the two
     * @return the score, or the first reason why there is none
     */
    static Outcome of(Embedding image, Embedding text, Similarity similarity) {
        if (image instanceof Embedding.Fault fault) {
            return Failed.of(fault);
        }
        if (text instanceof Embedding.Fault fault) {
            return Failed.of(fault);
        }
        double cosine = Similarity.cosine(((Embedding.Vector) image).values(), ((Embedding.Vector) text).values());
        double logits = similarity.logit(cosine);
        return Double.isFinite(logits) ? new Scored(logits, cosine) : Failed.of(Embedding.Fault.notFinite());
    }
}
