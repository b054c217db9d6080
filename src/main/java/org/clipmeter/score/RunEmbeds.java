package org.clipmeter.score;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.clipmeter.embed.EmbeddedImage;
import org.clipmeter.embed.Embedder;
import org.clipmeter.embed.Embedding;
import org.clipmeter.embed.ImageEmbeddings;
import org.clipmeter.embed.LongPrompts;
import org.clipmeter.embed.TextEmbeddings;
import org.clipmeter.files.FileException;
import org.clipmeter.model.Similarity;
import org.jspecify.annotations.Nullable;

/**
 * The embeddings that a run's scores were computed from. Both have the same rows: the cosine of row i of one and row i of the other is
 * the {@code cosine_similarity} of that image.
 *
 * @param images of the images
 * @param texts of their prompts, put into the run's template if it has one
 */
public record RunEmbeds(Embeds images, Embeds texts) {
    /** What is done with the model that scored a run. */
    @FunctionalInterface
    public interface Use<T> {
        /**
         * The result of using the model.
         *
         * @throws IOException if the model can't be used any longer, or embeddings can't be had
         */
        T with(Embedder embedder) throws IOException;
    }

    /**
     * By how much a cosine may differ from the run's: batches of another size, or another device, round otherwise. Another picture
     * differs by far more.
     */
    private static final double TOLERANCE = 1e-3;

    /** The same for 16-bit numbers, of which bfloat16 has 8 bits of mantissa. */
    private static final double TOLERANCE_OF_16_BITS = 0.02;

    /**
     * Embeds a run's images and prompts again; what is stored is not computed.
     *
     * @param run its name, for messages
     * @param embedder of the model that scored the run, with its rules for images
     * @param cancelled polled by this thread between batches, and by worker threads between images
     * @throws FileException in one line, if an image can't be read any longer or is not the one that was scored
     * @throws IOException if the model can't be used any longer
     */
    public static RunEmbeds of(String run, ScoreResult result, Embedder embedder, BooleanSupplier cancelled)
            throws IOException {
        List<ScoreRow> scored = scored(result);
        List<float[]> texts = textVectors(scored, result, embedder);
        List<Path> files = scored.stream().map(row -> row.pair().image().path()).toList();
        double tolerance = result.model().precision().equals("fp32") ? TOLERANCE : TOLERANCE_OF_16_BITS;
        List<float[]> vectors = new ArrayList<>();
        String first = null;
        Path firstFile = null;
        int others = -1;
        try (ImageEmbeddings images = embedder.images(files, cancelled)) {
            int place = 0;
            while (place < files.size()) {
                for (EmbeddedImage image : images.next()) {
                    double cosine = ((Scored) scored.get(place).outcome()).cosineSimilarity();
                    String problem = problem(image.embedding(), texts.get(place), cosine, tolerance);
                    if (problem != null) {
                        first = first == null ? problem : first;
                        firstFile = firstFile == null ? image.file() : firstFile;
                        others++;
                    } else if (image.embedding() instanceof Embedding.Vector vector) {
                        vectors.add(vector.values());
                    }
                    place++;
                }
            }
        }
        embedder.requireOpen();
        if (firstFile != null) {
            String more = others == 0 ? "" : ", nor can " + others + (others == 1 ? " other image" : " other images");
            throw new FileException(
                    firstFile,
                    "can't be embedded as it was scored in " + run + " (" + first + ")" + more
                            + "; restore the image files, or score the run again");
        }
        List<Embeds.Row> rows = rows(scored);
        return new RunEmbeds(new Embeds(rows, vectors), new Embeds(rows, texts));
    }

    /**
     * Embeds the prompts of the images that have a score; no image is read.
     *
     * @throws IOException if the model can't be used any longer
     */
    public static Embeds texts(ScoreResult result, Embedder embedder) throws IOException {
        List<ScoreRow> scored = scored(result);
        return new Embeds(rows(scored), textVectors(scored, result, embedder));
    }

    private static List<ScoreRow> scored(ScoreResult result) {
        return result.rows().stream()
                .filter(row -> row.outcome() instanceof Scored)
                .toList();
    }

    private static List<Embeds.Row> rows(List<ScoreRow> scored) {
        return scored.stream()
                .map(row -> new Embeds.Row(
                        row.index(),
                        row.pair().prompt().id(),
                        row.pair().image().name()))
                .toList();
    }

    private static List<float[]> textVectors(List<ScoreRow> scored, ScoreResult result, Embedder embedder)
            throws IOException {
        ScoreOptions options =
                ScoreOptions.defaults().withTemplate(result.config().template());
        List<String> texts = scored.stream()
                .map(row -> options.embedded(row.pair().prompt()))
                .toList();
        TextEmbeddings embeddings = embedder.texts(texts, LongPrompts.CUT);
        embeddings.encodeUpTo(texts.size(), (encoded, total) -> embedder.requireOpen());
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Embedding embedding = embeddings.take(i).embedding();
            if (embedding instanceof Embedding.Vector vector) {
                vectors.add(vector.values());
            } else {
                throw new IllegalStateException(
                        "the prompt of row " + scored.get(i).index() + " can't be embedded again: " + embedding);
            }
        }
        return vectors;
    }

    /** Why an embedding is not the one that the image was scored with; null if it is. */
    private static @Nullable String problem(Embedding image, float[] text, double expected, double tolerance) {
        if (image instanceof Embedding.Fault fault) {
            return fault.status();
        }
        double cosine = Similarity.cosine(((Embedding.Vector) image).values(), text);
        return Math.abs(cosine - expected) <= tolerance
                ? null
                : String.format(Locale.ROOT, "its cosine is %.5f and was %.5f: another picture", cosine, expected);
    }
}
