package org.clipmeter.agreement;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.clipmeter.embed.EmbeddedImage;
import org.clipmeter.embed.EmbeddedText;
import org.clipmeter.embed.Embedder;
import org.clipmeter.embed.Embedding;
import org.clipmeter.embed.ImagePass;
import org.clipmeter.embed.TextEmbeddings;
import org.clipmeter.model.ModelClosedException;
import org.clipmeter.model.ModelException;
import org.clipmeter.pairs.Pair;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.score.CacheHits;
import org.clipmeter.score.Failed;
import org.clipmeter.score.Outcome;
import org.clipmeter.score.ScoreOptions;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.score.ScoreRow;
import org.clipmeter.score.Scored;
import org.jspecify.annotations.Nullable;

/**
 * Scores a run with several models in one pass: each image is read and decoded once for all of them. Pixels are never kept;
 * what stays are the embeddings of the run's different texts while it is scored, and the rows.
 */
public final class JointScoring {
    private static final String MODEL_ERROR = "model_error";

    private final String run;
    private final Pairs pairs;
    private final ScoreOptions options;
    private final AgreementListener listener;
    private final BooleanSupplier cancelled;

    /** The run's different texts, each with its place. */
    private final Map<String, Integer> texts = new LinkedHashMap<>();

    private final int[] textOf;

    private JointScoring(
            String run, Pairs pairs, ScoreOptions options, AgreementListener listener, BooleanSupplier cancelled) {
        this.run = run;
        this.pairs = pairs;
        this.options = options;
        this.listener = listener;
        this.cancelled = cancelled;
        this.textOf = new int[pairs.pairs().size()];
        for (int i = 0; i < textOf.length; i++) {
            String text = options.embedded(pairs.pairs().get(i).prompt());
            textOf[i] = texts.computeIfAbsent(text, next -> texts.size());
        }
    }

    /** What one model has of the run so far. */
    private static final class Column {
        private final JointModel model;
        private final List<EmbeddedText> texts;
        private final CaptionRanks captions;
        private final int cachedTexts;
        private final List<ScoreRow> rows = new ArrayList<>();
        private final List<Double> ranks = new ArrayList<>();
        private int cachedImages;

        Column(JointModel model, List<EmbeddedText> texts, int cachedTexts) {
            this.model = model;
            this.texts = texts;
            this.captions = new CaptionRanks(texts, model.embedder().similarity());
            this.cachedTexts = cachedTexts;
        }

        /** What the model failed with if it has failed with every image that could be read; else null. */
        @Nullable
        Exception failure() {
            boolean any = rows.stream().anyMatch(row -> row.outcome() instanceof Scored);
            return any
                    ? null
                    : rows.stream()
                            .filter(row -> row.outcome() instanceof Failed failed
                                    && failed.status().equals(MODEL_ERROR))
                            .map(row -> new ModelException("every image failed; "
                                    + row.pair().image().name() + ": " + ((Failed) row.outcome()).message()))
                            .findFirst()
                            .orElse(null);
        }
    }

    /**
     * Scores a run, on the calling thread.
     *
     * @param run its name, for the listener
     * @param pairs what to score, in this order
     * @param models at least one
     * @param options which rules to follow; the batch size and the caching are those of the embedders
     * @param cancelled polled between batches by this thread, and between images by worker threads
     * @return the run under each model, in the models' order. A model that can't be used any longer, or that fails with every image, has no
     *     scores, and costs the others nothing
     * @throws IOException if the stored embeddings of a model can't be looked up
     * @throws CancellationException if {@code cancelled} turned true; what was embedded until then is stored
     */
    public static JointScores score(
            String run,
            Pairs pairs,
            List<JointModel> models,
            ScoreOptions options,
            AgreementListener listener,
            BooleanSupplier cancelled)
            throws IOException {
        return new JointScoring(run, pairs, options, listener, cancelled).score(models);
    }

    private JointScores score(List<JointModel> models) throws IOException {
        long start = System.nanoTime();
        Map<String, Exception> failures = new LinkedHashMap<>();
        List<Column> columns = new ArrayList<>();
        for (JointModel model : models) {
            try {
                columns.add(encodeTexts(model));
            } catch (IOException | ModelClosedException e) {
                failures.put(model.model(), e);
            }
        }
        if (!columns.isEmpty()) {
            scoreImages(columns, failures);
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        List<ModelScores> scores = new ArrayList<>();
        for (Column column : columns) {
            Exception failure = column.failure();
            if (failure != null) {
                failures.putIfAbsent(column.model.model(), failure);
            }
            if (!failures.containsKey(column.model.model())) {
                scores.add(scores(column, seconds));
            }
        }
        return new JointScores(scores, failures);
    }

    private void scoreImages(List<Column> columns, Map<String, Exception> failures) throws IOException {
        List<String> names =
                columns.stream().map(column -> column.model.model()).toList();
        List<Embedder> embedders =
                columns.stream().map(column -> column.model.embedder()).toList();
        List<Path> files =
                pairs.pairs().stream().map(pair -> pair.image().path()).toList();
        int done = 0;
        int cached = 0;
        listener.images(run, names, 0, files.size(), 0);
        try (ImagePass pass = Embedder.together(embedders, files, cancelled)) {
            for (List<List<EmbeddedImage>> next = pass.next(); !next.isEmpty(); next = pass.next()) {
                for (int i = 0; i < columns.size(); i++) {
                    add(columns.get(i), i, done, next);
                }
                done += next.size();
                cached += (int) next.stream()
                        .filter(images -> images.stream().allMatch(EmbeddedImage::cached))
                        .count();
                for (int i = 0; i < columns.size(); i++) {
                    Exception failure = failure(pass, i, embedders.get(i));
                    if (failure != null) {
                        failures.putIfAbsent(names.get(i), failure);
                    }
                }
                listener.images(run, names, done, files.size(), cached);
                stopIfAsked(done);
                if (failures.keySet().containsAll(names)) {
                    return;
                }
            }
        }
    }

    /** Why a model can't be used any longer; rows of the last batch may have failed only because it was closed. */
    private static @Nullable Exception failure(ImagePass pass, int model, Embedder embedder) {
        try {
            embedder.requireOpen();
            return pass.failure(model);
        } catch (ModelClosedException e) {
            return e;
        }
    }

    private void stopIfAsked(int done) {
        if (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw new CancellationException("cancelled at " + done + " of " + textOf.length + " images of " + run);
        }
    }

    private Column encodeTexts(JointModel model) throws IOException {
        TextEmbeddings embeddings = model.embedder().texts(List.copyOf(texts.keySet()), options.longPrompts());
        embeddings.encodeUpTo(texts.size(), (done, total) -> {
            listener.texts(run, model.model(), done, total);
            stopIfAsked(0);
        });
        List<EmbeddedText> embedded = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            embedded.add(embeddings.take(i));
        }
        return new Column(model, embedded, embeddings.cached());
    }

    /** Adds the rows of a batch, and the ranks of the own texts, which are computed on all processors. */
    private void add(Column column, int place, int done, List<List<EmbeddedImage>> batch) {
        double[] ranks = IntStream.range(0, batch.size())
                .parallel()
                .mapToDouble(i -> rank(column, batch.get(i).get(place).embedding(), textOf[done + i]))
                .toArray();
        for (int i = 0; i < batch.size(); i++) {
            EmbeddedImage image = batch.get(i).get(place);
            EmbeddedText text = column.texts.get(textOf[done + i]);
            Pair pair = pairs.pairs().get(done + i);
            Outcome outcome = Outcome.of(
                    image.embedding(), text.embedding(), column.model.embedder().similarity());
            column.rows.add(new ScoreRow(done + i, pair, outcome, text.tokens(), text.truncated(), image.flags()));
            column.cachedImages += image.cached() ? 1 : 0;
            if (!Double.isNaN(ranks[i])) {
                column.ranks.add(ranks[i]);
            }
        }
    }

    /** NaN if the image or its text has no embedding. */
    private static double rank(Column column, Embedding image, int own) {
        return image instanceof Embedding.Vector vector && column.texts.get(own).embedding() instanceof Embedding.Vector
                ? column.captions.of(vector.values(), own)
                : Double.NaN;
    }

    private ModelScores scores(Column column, double seconds) {
        JointModel model = column.model;
        CacheHits hits = new CacheHits(column.cachedImages, column.cachedTexts);
        ScoreResult result = new ScoreResult(pairs, column.rows, model.info(), model.config(), seconds, hits);
        double[] ranks = column.ranks.stream().mapToDouble(Double::doubleValue).toArray();
        return new ModelScores(model.model(), result, Retrieval.of(ranks, column.captions.captions()));
    }
}
