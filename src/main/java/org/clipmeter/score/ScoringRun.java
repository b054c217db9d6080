package org.clipmeter.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** One run over its pairs: takes prepared pictures in order, encodes them in batches, and joins them to their texts. */
final class ScoringRun {
    static final int LOOKED_UP_AT_ONCE = 32;

    private final List<Pair> pairs;
    private final Encoder encoder;
    private final PictureLoader loader;
    private final KeptEmbeddings kept;
    private final Budget budget;
    private final int batch;
    private final Texts texts;
    private final ScoreProgress progress;
    private final BooleanSupplier cancelled;
    private final List<ScoreRow> rows;
    private final long start = System.nanoTime();
    private int cachedImages;

    ScoringRun(
            List<Pair> pairs,
            Encoder encoder,
            ScoreOptions options,
            KeptEmbeddings kept,
            PictureLoader.Source source,
            Budget budget,
            ScoreProgress progress,
            BooleanSupplier cancelled) {
        this.pairs = pairs;
        this.encoder = encoder;
        this.kept = kept;
        this.loader = new PictureLoader(encoder, kept, source, budget);
        this.budget = budget;
        int wanted = options.batchSize() == ScoreOptions.AUTO ? encoder.suggestedBatch() : options.batchSize();
        this.batch = budget.batch(Math.min(wanted, encoder.largestBatch()), encoder.valuesPerImage());
        this.texts = new Texts(encoder, options.longPrompts(), kept, pairs);
        this.progress = progress;
        this.cancelled = cancelled;
        this.rows = new ArrayList<>(pairs.size());
    }

    List<ScoreRow> rows() throws IOException {
        report();
        try (PictureQueue queue = new PictureQueue(pairs, loader, budget, batch, this::stopped).start()) {
            while (rows.size() < pairs.size()) {
                stopIfAsked();
                encoder.requireOpen();
                texts.encodeUpTo(Math.min(pairs.size(), rows.size() + mostRows()), this::heardOfTexts);
                stopIfAsked();
                score(take(queue));
                report();
            }
        }
        encoder.requireOpen(); // rows of the last batch may have failed only because it was closed
        return rows;
    }

    CacheHits hits() {
        return new CacheHits(cachedImages, texts.cached());
    }

    double seconds() {
        return (System.nanoTime() - start) * 1e-9;
    }

    private int mostRows() {
        return Math.max(LOOKED_UP_AT_ONCE, batch);
    }

    private boolean stopped() {
        return cancelled.getAsBoolean();
    }

    private void stopIfAsked() {
        if (stopped() || Thread.currentThread().isInterrupted()) {
            throw new ScoreCancelledException(rows.size(), pairs.size());
        }
    }

    private void heardOfTexts(int encoded, int total) {
        progress.update(new ScoreStep(ScoreStep.Stage.TEXTS, encoded, total, texts.cached(), 0));
        stopIfAsked();
    }

    private void report() {
        double rate = rows.isEmpty() ? 0 : rows.size() / seconds();
        progress.update(new ScoreStep(ScoreStep.Stage.IMAGES, rows.size(), pairs.size(), cachedImages, rate));
    }

    /** The next pictures: a batch of those that the model has to see, with those between them that it need not. */
    private List<Picture> take(PictureQueue queue) throws IOException {
        int most = Math.min(mostRows(), pairs.size() - rows.size());
        List<Picture> pictures = new ArrayList<>();
        int fresh = 0;
        while (pictures.size() < most && fresh < batch) {
            Picture picture = next(queue);
            if (picture.twin != null && picture.twin.embedding != null && picture.twin.embedding.failed() != null) {
                // The twin may have failed for a reason of its own, and its message names another file.
                picture.twin = null;
                loader.prepare(picture);
            }
            if (picture.pixelValues != null) {
                fresh++;
            }
            pictures.add(picture);
        }
        return pictures;
    }

    private Picture next(PictureQueue queue) throws IOException {
        try {
            Picture picture = queue.take();
            if (picture != null) {
                return picture;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ScoreCancelledException(rows.size(), pairs.size());
    }

    private void score(List<Picture> pictures) throws IOException {
        encode(pictures);
        Map<String, StoredEmbedding> save = new HashMap<>();
        for (Picture picture : pictures) {
            int row = rows.size();
            Texts.Text text = texts.take(row);
            Embedding image = embedding(picture);
            boolean changed = picture.changed();
            Outcome outcome = changed ? Failed.changed() : outcome(image, text.embedding());
            rows.add(new ScoreRow(row, pairs.get(row), outcome, text.tokens(), text.truncated(), picture.flags));
            if (picture.kept) {
                cachedImages++;
            } else if (!changed && picture.twin == null && picture.content != null && image.vector() != null) {
                save.put(picture.content, new StoredEmbedding(image.vector(), picture.flags));
            }
        }
        kept.save(EmbeddingKey.Kind.IMAGE, save);
    }

    private void encode(List<Picture> pictures) throws IOException {
        List<Picture> fresh = new ArrayList<>();
        List<float[]> pixelValues = new ArrayList<>();
        for (Picture picture : pictures) {
            if (picture.pixelValues != null) {
                fresh.add(picture);
                pixelValues.add(picture.pixelValues);
            }
        }
        List<Embedding> embeddings = Embedding.ofBatch(pixelValues, encoder::imageEmbeds);
        for (int i = 0; i < fresh.size(); i++) {
            fresh.get(i).embedding = embeddings.get(i);
            fresh.get(i).pixelValues = null;
        }
    }

    /** The picture's embedding, or its twin's, which was taken before it or with it. */
    private static Embedding embedding(Picture picture) {
        Picture twin = picture.twin;
        if (twin != null) {
            picture.embedding = twin.embedding;
            picture.flags = twin.flags;
        }
        if (picture.embedding == null) {
            throw new IllegalStateException(picture.path + " was taken before it was ready");
        }
        return picture.embedding;
    }

    private Outcome outcome(Embedding image, Embedding text) {
        if (image.vector() == null || text.vector() == null) {
            Failed failed = image.vector() == null ? image.failed() : text.failed();
            return failed == null ? Failed.notFinite() : failed;
        }
        double cosine = 0;
        for (int i = 0; i < image.vector().length; i++) {
            cosine += (double) image.vector()[i] * text.vector()[i];
        }
        double logits = encoder.logitScaleExp() * cosine;
        return Double.isFinite(logits) ? new Scored(logits, cosine) : Failed.notFinite();
    }
}
