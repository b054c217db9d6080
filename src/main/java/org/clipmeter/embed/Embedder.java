package org.clipmeter.embed;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.TwoTower;

/**
 * Embeds image files and texts with one model, in order and in batches. While one batch is in the model, worker threads
 * read and decode the next images. Whatever is wrong with an image or a text becomes its own {@link Embedding.Fault}. What
 * the store has is not computed again, and what is computed is stored. The results do not depend on how fast the threads
 * are.
 *
 * <p>An embedder may be shared by threads, but the model is used by one at a time. It does not own the model: closing the
 * model is up to the caller.
 */
public final class Embedder {
    /** The batch size that suits the model. */
    public static final int AUTO = 0;

    /** As many images are looked up in the store at once, at least. */
    static final int LOOKED_UP_AT_ONCE = 32;

    private final TwoTower encoder;
    private final int batchSize;
    private final EmbeddingLookup kept;
    private final PictureLoader.Source source;
    private final Budget budget;
    private final int batch;

    /**
     * An embedder that reads the files of this machine.
     *
     * @param batchSize the most images in a batch; {@link #AUTO} for as many as suit the model
     * @param store where embeddings are stored; {@link EmbeddingStore#NONE} to compute all of them
     * @param space tells embeddings of this model from those of others
     */
    public Embedder(TwoTower encoder, int batchSize, EmbeddingStore store, EmbeddingFingerprint space) {
        this(encoder, batchSize, new EmbeddingLookup(store, space), PictureLoader.Source.FILES, Budget.ofThisMachine());
    }

    Embedder(TwoTower encoder, int batchSize, EmbeddingLookup kept, PictureLoader.Source source, Budget budget) {
        this.encoder = encoder;
        this.batchSize = batchSize;
        this.kept = kept;
        this.source = source;
        this.budget = budget;
        int wanted = batchSize == AUTO ? encoder.suggestedBatch() : batchSize;
        this.batch = budget.batch(Math.min(wanted, encoder.largestBatch()), encoder.valuesPerImage());
    }

    /** The same without a store: every embedding is computed, and none is stored. */
    public Embedder computingAll() {
        return new Embedder(encoder, batchSize, new EmbeddingLookup(EmbeddingStore.NONE, () -> ""), source, budget);
    }

    /**
     * Begins to embed image files, in this order. A file may appear more than once.
     *
     * @param cancelled polled between batches by the caller's thread, and between images by the workers
     * @return the embeddings to come; the caller closes it, which ends the workers
     */
    public ImageEmbeddings images(List<Path> files, BooleanSupplier cancelled) {
        PictureLoader loader = new PictureLoader(encoder, kept, source, budget);
        PictureQueue queue = new PictureQueue(files, loader, budget, batch, cancelled);
        return new ImageEmbeddings(encoder, kept, loader, queue.start(), files.size(), batch);
    }

    /** Prepares to embed texts; an equal text is embedded once. Nothing is computed yet. */
    public TextEmbeddings texts(List<String> texts, LongPrompts longPrompts) {
        return new TextEmbeddings(encoder, longPrompts, kept, texts);
    }

    /** How an embedded image and an embedded text are compared. */
    public Similarity similarity() {
        return encoder.similarity();
    }

    /**
     * Does nothing while the model can be used.
     *
     * @throws org.clipmeter.model.ModelClosedException if it was closed
     */
    public void requireOpen() {
        encoder.requireOpen();
    }
}
