package org.clipmeter.match;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.clipmeter.embed.EmbeddedImage;
import org.clipmeter.embed.EmbeddedText;
import org.clipmeter.embed.Embedder;
import org.clipmeter.embed.ImageEmbeddings;
import org.clipmeter.embed.LongPrompts;
import org.clipmeter.embed.TextEmbeddings;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.model.Similarity;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.score.Outcome;
import org.clipmeter.score.Scored;
import org.jspecify.annotations.Nullable;

/**
 * Every image compared with every text under one model.
 *
 * @param model what compared them
 * @param cells image by image, and for each image the texts in order
 */
public record ModelMatch(ModelInfo model, List<MatchCell> cells) {
    /** The comparison, with its cells copied. */
    public ModelMatch {
        cells = List.copyOf(cells);
    }

    /**
     * Compares images with texts, on the calling thread.
     *
     * @param images image files; what is wrong with one costs its own cells
     * @param texts texts that differ from each other; one that is too long for the model is cut
     * @param cancelled polled between batches
     * @throws IOException if the model can't be used any longer
     * @throws InvalidRequestException if there is no image or no text, or a text is given twice
     * @throws CancellationException if {@code cancelled} turned true
     */
    public static ModelMatch of(
            ModelInfo model, Embedder embedder, List<Path> images, List<String> texts, BooleanSupplier cancelled)
            throws IOException {
        check(images, texts);
        TextEmbeddings embeddings = embedder.texts(texts, LongPrompts.CUT);
        embeddings.encodeUpTo(texts.size(), (done, total) -> {});
        List<EmbeddedText> embedded = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            embedded.add(embeddings.take(i));
        }
        List<MatchCell> cells = new ArrayList<>();
        try (ImageEmbeddings pass = embedder.images(images, cancelled)) {
            for (List<EmbeddedImage> next = pass.next(); !next.isEmpty(); next = pass.next()) {
                for (EmbeddedImage image : next) {
                    cells.addAll(cells(image, texts, embedded, embedder));
                }
            }
        }
        embedder.requireOpen(); // cells of the last batch may have failed only because it was closed
        return new ModelMatch(model, cells);
    }

    /**
     * Refuses what can't be compared.
     *
     * @throws InvalidRequestException if there is no image or no text, or a text is given twice
     */
    public static void check(List<Path> images, List<String> texts) {
        if (images.isEmpty() || texts.isEmpty()) {
            throw new InvalidRequestException("match: expected at least one image and one text, got " + images.size()
                    + " images and " + texts.size() + " texts");
        }
        Set<String> seen = new HashSet<>();
        for (String text : texts) {
            if (!seen.add(text)) {
                throw new InvalidRequestException("match: the text '" + text
                        + "' is given twice, and the two would share their softmax; give each text once");
            }
        }
    }

    private static List<MatchCell> cells(
            EmbeddedImage image, List<String> texts, List<EmbeddedText> embedded, Embedder embedder) {
        List<Outcome> outcomes = new ArrayList<>();
        for (EmbeddedText text : embedded) {
            outcomes.add(Outcome.of(image.embedding(), text.embedding(), embedder.similarity()));
        }
        boolean sigmoid = embedder.similarity().probability(0).isPresent();
        double[] shares = sigmoid ? null : softmax(outcomes);
        List<MatchCell> cells = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            EmbeddedText text = embedded.get(i);
            Double share = shares == null ? null : Double.valueOf(shares[i]);
            cells.add(new MatchCell(
                    image.file(),
                    texts.get(i),
                    outcomes.get(i),
                    share,
                    probability(outcomes.get(i), embedder.similarity()),
                    text.tokens(),
                    text.truncated()));
        }
        return cells;
    }

    private static @Nullable Double probability(Outcome outcome, Similarity similarity) {
        if (!(outcome instanceof Scored scored)) {
            return null;
        }
        OptionalDouble probability = similarity.probability(scored.logitsPerImage());
        return probability.isPresent() ? (Double) probability.getAsDouble() : null;
    }

    /** The shares of scores that sum to 1; null if a score is missing, because the others would then share its part. */
    private static double @Nullable [] softmax(List<Outcome> outcomes) {
        double[] logits = new double[outcomes.size()];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logits.length; i++) {
            if (!(outcomes.get(i) instanceof Scored scored)) {
                return null;
            }
            logits[i] = scored.logitsPerImage();
            largest = Math.max(largest, logits[i]);
        }
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Math.exp(logits[i] - largest); // the largest logit is subtracted so that no power overflows
            sum += logits[i];
        }
        for (int i = 0; i < logits.length; i++) {
            logits[i] /= sum;
        }
        return logits;
    }
}
