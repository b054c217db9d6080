package org.clipmeter.score;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.clipmeter.embed.Embedder;
import org.clipmeter.embed.EmbeddingFingerprint;
import org.clipmeter.embed.EmbeddingStore;
import org.clipmeter.model.TwoTower;
import org.clipmeter.pairs.Pairs;

/**
 * Scores pairs in batches, in order; while one batch is in the model, worker threads read and decode the next. Each
 * distinct text is encoded once, and nothing that the store keeps is computed again. Whatever goes wrong with an image
 * or a text costs its own rows only. The results do not depend on how fast the threads are.
 *
 * <p>A scorer may be shared by threads, but its model is used by one at a time; the model stays the caller's to close.
 */
public final class Scorer {
    private final Embedder embedder;
    private final ScoreOptions options;

    /** A scorer that computes every embedding. */
    public Scorer(TwoTower encoder, ScoreOptions options) {
        this(encoder, options, EmbeddingStore.NONE, () -> "");
    }

    /**
     * A scorer that uses stored embeddings and stores new ones, unless the options say otherwise.
     *
     * @param space tells embeddings of this model from those of others
     */
    public Scorer(TwoTower encoder, ScoreOptions options, EmbeddingStore store, EmbeddingFingerprint space) {
        this(new Embedder(encoder, options.batchSize(), store, space), options);
    }

    /** A scorer over an embedder, whose batch size counts and not that of the options. */
    public Scorer(Embedder embedder, ScoreOptions options) {
        this.embedder = options.caching() == Caching.ON ? embedder : embedder.computingAll();
        this.options = options;
    }

    /** Says what a model is, where finding out may take as long as reading its weights through. */
    @FunctionalInterface
    public interface Described {
        /**
         * The model in use.
         *
         * @throws IOException if its files can't be read any longer, which ends the run
         */
        ModelInfo info() throws IOException;
    }

    /**
     * Scores all pairs.
     *
     * @param pairs what to score, in this order
     * @param model asked on the calling thread when everything is scored
     * @param config becomes part of the result; it changes nothing here
     * @param progress called on the calling thread between batches
     * @param cancelled polled between batches by this thread, and between images by the workers
     * @throws IOException if the model can't be used any longer
     * @throws ScoreCancelledException if {@code cancelled} turned true or the thread was interrupted; the embeddings
     *     of all finished batches are kept
     */
    public ScoreResult score(
            Pairs pairs, Described model, RunConfig config, ScoreProgress progress, BooleanSupplier cancelled)
            throws IOException {
        ScoringJob job = new ScoringJob(pairs.pairs(), embedder, options, progress, cancelled);
        List<ScoreRow> rows = job.rows();
        double seconds = job.seconds();
        return new ScoreResult(pairs, rows, model.info(), config, seconds, job.hits());
    }
}
