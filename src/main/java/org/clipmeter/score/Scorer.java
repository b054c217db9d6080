package org.clipmeter.score;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.clipmeter.image.ImageDecoder;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.text.TokenizedText;
import org.jspecify.annotations.Nullable;

/**
 * Scores pairs in batches, in order; while one batch is in the model the next is decoded. Each distinct text is encoded
 * once. Whatever goes wrong with an image or a text costs its own rows only.
 */
public final class Scorer {
    /** Reads an image file. */
    @FunctionalInterface
    interface Decoder {
        RgbImage decode(Path file) throws ImageException;
    }

    private final Encoder encoder;
    private final ScoreOptions options;
    private final Decoder decoder;

    public Scorer(Encoder encoder, ScoreOptions options) {
        this(encoder, options, ImageDecoder::decode);
    }

    Scorer(Encoder encoder, ScoreOptions options, Decoder decoder) {
        this.encoder = encoder;
        this.options = options;
        this.decoder = decoder;
    }

    /**
     * Scores all pairs.
     *
     * @param cancelled polled between batches
     * @throws IOException where the model can't be used any longer
     * @throws ScoreCancelledException where {@code cancelled} turned true or the thread was interrupted
     */
    public ScoreResult score(
            Pairs pairs, ModelInfo model, RunConfig config, ScoreProgress progress, BooleanSupplier cancelled)
            throws IOException {
        long start = System.nanoTime();
        List<ScoreRow> rows = new Run(pairs.pairs(), progress, cancelled).rows();
        return new ScoreResult(pairs, rows, model, config, seconds(start));
    }

    /** One of the model's two halves. */
    @FunctionalInterface
    private interface Encode<T> {
        float[][] embeds(List<T> inputs) throws IOException;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) * 1e-9;
    }

    /** An image that is ready for the model, or the reason why not. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Prepared(
            float @Nullable [] pixelValues,
            @Nullable Failed failed,
            Set<Flag> flags,
            @Nullable FileStamp stamp) {}

    /** A text's tokens and embedding, or the reason why there is none. */
    private record Text(int tokens, boolean truncated, Embedding embedding) {}

    /** A unit vector, or the reason why there is none. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Embedding(
            float @Nullable [] vector, @Nullable Failed failed) {}

    private final class Run {
        private final List<Pair> pairs;
        private final ScoreProgress progress;
        private final BooleanSupplier cancelled;
        private final List<ScoreRow> rows;
        private final Map<String, Text> texts = new HashMap<>();

        Run(List<Pair> pairs, ScoreProgress progress, BooleanSupplier cancelled) {
            this.pairs = pairs;
            this.progress = progress;
            this.cancelled = cancelled;
            this.rows = new ArrayList<>(pairs.size());
        }

        List<ScoreRow> rows() throws IOException {
            ExecutorService decoding = Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "clipmeter-decode");
                thread.setDaemon(true);
                return thread;
            });
            try {
                long start = System.nanoTime();
                progress.update(0, pairs.size(), 0);
                Future<List<Prepared>> next = decoding.submit(() -> prepare(0));
                while (rows.size() < pairs.size()) {
                    List<Pair> batch = batch(rows.size());
                    List<Prepared> images = await(next);
                    int following = rows.size() + batch.size();
                    if (following < pairs.size()) {
                        next = decoding.submit(() -> prepare(following));
                    }
                    score(batch, images);
                    progress.update(rows.size(), pairs.size(), rows.size() / seconds(start));
                }
                return rows;
            } finally {
                decoding.shutdown();
            }
        }

        private List<Pair> batch(int from) {
            return pairs.subList(from, Math.min(pairs.size(), from + options.batchSize()));
        }

        private List<Prepared> await(Future<List<Prepared>> images) {
            if (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
                throw new ScoreCancelledException(rows.size(), pairs.size());
            }
            try {
                return images.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ScoreCancelledException(rows.size(), pairs.size());
            } catch (ExecutionException e) {
                throw new IllegalStateException("decoding stopped: " + e.getCause(), e.getCause());
            }
        }

        private List<Prepared> prepare(int from) {
            List<Prepared> images = new ArrayList<>();
            for (Pair pair : batch(from)) {
                if (cancelled.getAsBoolean()) {
                    break;
                }
                images.add(Scorer.this.prepare(pair.image().path()));
            }
            return images;
        }

        private void score(List<Pair> batch, List<Prepared> images) throws IOException {
            if (images.size() < batch.size()) {
                throw new ScoreCancelledException(rows.size(), pairs.size());
            }
            encodeNewTexts(batch);
            List<float[]> pixels = new ArrayList<>();
            images.stream().map(Prepared::pixelValues).forEach(values -> {
                if (values != null) {
                    pixels.add(values);
                }
            });
            var embeddings = embed(pixels, encoder::imageEmbeds).iterator();
            for (int i = 0; i < batch.size(); i++) {
                Prepared image = images.get(i);
                Embedding embedding =
                        image.pixelValues() == null ? new Embedding(null, image.failed()) : embeddings.next();
                Pair pair = batch.get(i);
                Text text = texts.get(pair.prompt().text());
                boolean changed = image.stamp() != null
                        && !image.stamp().equals(FileStamp.of(pair.image().path()));
                Outcome outcome = changed ? Failed.changed() : outcome(embedding, text.embedding());
                rows.add(new ScoreRow(rows.size(), pair, outcome, text.tokens(), text.truncated(), image.flags()));
            }
        }

        private void encodeNewTexts(List<Pair> batch) throws IOException {
            List<String> encoded = new ArrayList<>();
            List<TokenizedText> tokenized = new ArrayList<>();
            List<String> fresh = batch.stream()
                    .map(pair -> pair.prompt().text())
                    .distinct()
                    .filter(text -> !texts.containsKey(text))
                    .toList();
            for (String text : fresh) {
                try {
                    TokenizedText tokens = encoder.tokens(text);
                    if (tokens.truncated() && options.longPrompts() == LongPrompts.FAIL) {
                        Failed tooLong = Failed.promptTooLong(tokens.untruncatedLength(), tokens.inputIds().length);
                        texts.put(text, new Text(tokens.untruncatedLength(), true, new Embedding(null, tooLong)));
                    } else {
                        encoded.add(text);
                        tokenized.add(tokens);
                    }
                } catch (Throwable e) {
                    texts.put(text, new Text(0, false, new Embedding(null, Failed.ofPrompt(e))));
                }
            }
            List<Embedding> embeddings =
                    embed(tokenized.stream().map(TokenizedText::inputIds).toList(), encoder::textEmbeds);
            for (int i = 0; i < encoded.size(); i++) {
                TokenizedText tokens = tokenized.get(i);
                texts.put(encoded.get(i), new Text(tokens.untruncatedLength(), tokens.truncated(), embeddings.get(i)));
            }
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

    private Prepared prepare(Path file) {
        FileStamp stamp = FileStamp.of(file);
        try {
            RgbImage image = decoder.decode(file);
            Set<Flag> flags = EnumSet.noneOf(Flag.class);
            if (image.damaged()) {
                flags.add(Flag.DAMAGED);
            }
            if (allBlack(image.rgb())) {
                flags.add(Flag.ALL_BLACK);
            }
            return new Prepared(encoder.pixelValues(image), null, flags, stamp);
        } catch (Throwable e) {
            return new Prepared(null, Failed.ofImage(e), Set.of(), stamp);
        }
    }

    private static boolean allBlack(byte[] rgb) {
        for (byte value : rgb) {
            if (value != 0) {
                return false;
            }
        }
        return rgb.length > 0;
    }

    /** Encodes a batch; where that fails, each member alone, so that the one at fault is found. */
    private static <T> List<Embedding> embed(List<T> inputs, Encode<T> encode) throws IOException {
        if (inputs.isEmpty()) {
            return List.of();
        }
        Throwable fault;
        try {
            float[][] vectors = encode.embeds(inputs);
            if (vectors.length == inputs.size()) {
                List<Embedding> embeddings = new ArrayList<>();
                for (float[] vector : vectors) {
                    embeddings.add(new Embedding(vector, null));
                }
                return embeddings;
            }
            fault = new IllegalStateException("expected " + inputs.size() + " embeddings, got " + vectors.length);
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            fault = e;
        }
        if (inputs.size() == 1) {
            return List.of(new Embedding(null, Failed.ofModel(fault)));
        }
        List<Embedding> embeddings = new ArrayList<>();
        for (T input : inputs) {
            embeddings.addAll(embed(List.of(input), encode));
        }
        return embeddings;
    }
}
