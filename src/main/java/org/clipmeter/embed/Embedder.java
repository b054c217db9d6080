package org.clipmeter.embed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.TwoTower;

/**
 * Embeds image files and texts with one model, in order and in batches. While one batch is in the model, worker threads
 * read and decode the next images. Whatever is wrong with an image or a text becomes that input's {@link
 * Embedding.Fault} and does not stop the others. An embedding that is in the store is not computed again, and each
 * computed embedding is stored. What another process or run is computing for the same store is waited for. The results do
 * not depend on the timing of the threads.
 *
 * <p>Threads may share an embedder, but only one at a time uses the model. The embedder does not own the model: the
 * caller closes it.
 */
public final class Embedder {
    /** The batch size that suits the model. */
    public static final int AUTO = 0;

    /** The least number of images that are looked up in the store at once. */
    static final int LOOKED_UP_AT_ONCE = 32;

    private final TwoTower encoder;
    private final int batchSize;
    private final EmbeddingLookup kept;
    private final PictureLoader.Source source;
    private final Budget budget;
    private final int batch;

    /**
     * Creates an embedder that reads the files of this machine.
     *
     * @param batchSize the most images in a batch; {@link #AUTO} for as many as suit the model
     * @param store where embeddings are stored; {@link EmbeddingStore#NONE} to compute all of them
     * @param space distinguishes embeddings of this model from those of other models
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

    /** Returns the same embedder without a store: every embedding is computed, and none is stored. */
    public Embedder computingAll() {
        return new Embedder(encoder, batchSize, new EmbeddingLookup(EmbeddingStore.NONE, () -> ""), source, budget);
    }

    /**
     * Starts to embed image files, in this order. A file may appear more than once.
     *
     * @param cancelled asked by the caller's thread between batches and by the workers between images; true stops the
     *     embedding
     * @return the embeddings, as they are computed; the caller closes the object, which stops the workers
     */
    public ImageEmbeddings images(List<Path> files, BooleanSupplier cancelled) {
        return new ImageEmbeddings(together(List.of(this), files, cancelled));
    }

    /**
     * Starts to embed image files, in this order, with several models. Each image is read and decoded once, and prepared
     * and encoded for each model that has no stored embedding of it. An image or a model that fails costs the others
     * nothing.
     *
     * @param embedders at least one; the files are read and the memory is shared as the first one does
     * @param cancelled as for {@link #images}
     * @return the embeddings, as they are computed; the caller closes the object, which stops the workers
     */
    public static ImagePass together(List<Embedder> embedders, List<Path> files, BooleanSupplier cancelled) {
        Embedder first = embedders.get(0);
        List<EmbeddingModel> models = new ArrayList<>();
        int wanted = 0;
        int values = 0;
        for (Embedder embedder : embedders) {
            models.add(new EmbeddingModel(embedder.encoder, embedder.kept, embedder.batch));
            wanted = Math.max(wanted, embedder.batch);
            values = Math.addExact(values, embedder.encoder.valuesPerImage());
        }
        int batch = first.budget.batch(wanted, values);
        PictureLoader loader = new PictureLoader(models, first.source, first.budget);
        ImageClaims claims = new ImageClaims(models);
        PictureQueue queue = new PictureQueue(files, loader, claims, first.budget, models.size(), batch, cancelled);
        return new ImagePass(models, loader, claims, queue.start(), files.size(), batch);
    }

    /**
     * Prepares to embed texts. Equal texts are embedded once. Nothing is computed before the first batch is asked for.
     */
    public TextEmbeddings texts(List<String> texts, LongPrompts longPrompts) {
        return new TextEmbeddings(encoder, longPrompts, kept, texts);
    }

    /** How an embedded image and an embedded text are compared. */
    public Similarity similarity() {
        return encoder.similarity();
    }

    /**
     * Checks that the model can still be used.
     *
     * @throws org.clipmeter.model.ModelClosedException if it was closed
     */
    public void requireOpen() {
        encoder.requireOpen();
    }
}
