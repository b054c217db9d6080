package org.clipmeter.score;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.clipmeter.embed.EmbeddedImage;
import org.clipmeter.embed.EmbeddedText;
import org.clipmeter.embed.Embedder;
import org.clipmeter.embed.ImageEmbeddings;
import org.clipmeter.embed.TextEmbeddings;
import org.clipmeter.pairs.Pair;

/** One run over its pairs: embeds texts a little ahead of their images, and compares the two of each pair. */
final class ScoringJob {
    private final List<Pair> pairs;
    private final Embedder embedder;
    private final TextEmbeddings texts;
    private final ScoreProgress progress;
    private final BooleanSupplier cancelled;
    private final List<ScoreRow> rows;
    private final long start = System.nanoTime();
    private int cachedImages;

    ScoringJob(
            List<Pair> pairs,
            Embedder embedder,
            ScoreOptions options,
            ScoreProgress progress,
            BooleanSupplier cancelled) {
        this.pairs = pairs;
        this.embedder = embedder;
        this.texts = embedder.texts(
                pairs.stream().map(pair -> options.embedded(pair.prompt())).toList(), options.longPrompts());
        this.progress = progress;
        this.cancelled = cancelled;
        this.rows = new ArrayList<>(pairs.size());
    }

    List<ScoreRow> rows() throws IOException {
        report();
        List<Path> files = pairs.stream().map(pair -> pair.image().path()).toList();
        try (ImageEmbeddings images = embedder.images(files, cancelled)) {
            while (rows.size() < pairs.size()) {
                stopIfAsked();
                embedder.requireOpen();
                texts.encodeUpTo(Math.min(pairs.size(), rows.size() + images.mostAtOnce()), this::textsEncoded);
                stopIfAsked();
                next(images).forEach(this::score);
                report();
            }
        }
        embedder.requireOpen(); // rows of the last batch may have failed only because it was closed
        return rows;
    }

    CacheHits hits() {
        return new CacheHits(cachedImages, texts.cached());
    }

    double seconds() {
        return (System.nanoTime() - start) * 1e-9;
    }

    private void stopIfAsked() {
        if (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw new ScoreCancelledException(rows.size(), pairs.size());
        }
    }

    private void textsEncoded(int encoded, int total) {
        progress.update(new ScoreStep(ScoreStep.Stage.TEXTS, encoded, total, texts.cached(), 0));
        stopIfAsked();
    }

    private void report() {
        double seconds = seconds();
        double rate = seconds <= 0 ? 0 : (rows.size() - cachedImages) / seconds;
        progress.update(new ScoreStep(ScoreStep.Stage.IMAGES, rows.size(), pairs.size(), cachedImages, rate));
    }

    private List<EmbeddedImage> next(ImageEmbeddings images) throws IOException {
        try {
            return images.next();
        } catch (CancellationException e) {
            ScoreCancelledException cancelledRun = new ScoreCancelledException(rows.size(), pairs.size());
            cancelledRun.initCause(e);
            throw cancelledRun;
        }
    }

    private void score(EmbeddedImage image) {
        int row = rows.size();
        EmbeddedText text = texts.take(row);
        Outcome outcome = Outcome.of(image.embedding(), text.embedding(), embedder.similarity());
        rows.add(new ScoreRow(row, pairs.get(row), outcome, text.tokens(), text.truncated(), image.flags()));
        if (image.cached()) {
            cachedImages++;
        }
    }
}
