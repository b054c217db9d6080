package org.clipmeter.result.erasure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.clipmeter.ClipMeter;
import org.clipmeter.embed.EmbeddedImage;
import org.clipmeter.embed.EmbeddedText;
import org.clipmeter.embed.Embedder;
import org.clipmeter.embed.Embedding;
import org.clipmeter.embed.ImageEmbeddings;
import org.clipmeter.embed.LongPrompts;
import org.clipmeter.embed.TextEmbeddings;
import org.clipmeter.erasure.EmbeddedRun;
import org.clipmeter.erasure.ImageKey;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.pairs.ImageFile;
import org.clipmeter.pairs.Images;
import org.clipmeter.score.ScoreCancelledException;
import org.clipmeter.score.ScoreStep;

/** Embeds images and texts for metrics of erasure, with one model and on the calling thread; stored embeddings are used. */
final class ErasureModel {
    private final ClipMeter meter;
    private final ErasureOptions options;
    private final Embedder embedder;
    private final TreeSet<String> warnings = new TreeSet<>();

    ErasureModel(ClipMeter meter, ErasureOptions options) throws IOException {
        meter.model().requireOpen();
        this.meter = meter;
        this.options = options;
        this.embedder = new Embedder(
                meter.model().towers(meter.model().imageRules()), Embedder.AUTO, meter.store(), meter::space);
        warnings.addAll(meter.warnings());
    }

    /** What the user should know about the model and the texts. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** The images' embeddings, in order, each with its file. */
    List<EmbeddedImage> images(List<Path> files) throws IOException {
        List<EmbeddedImage> embedded = new ArrayList<>();
        int cached = 0;
        try (ImageEmbeddings images = embedder.images(files, options.cancelled())) {
            while (embedded.size() < files.size()) {
                if (options.cancelled().getAsBoolean()) {
                    throw new ScoreCancelledException(embedded.size(), files.size());
                }
                embedder.requireOpen();
                List<EmbeddedImage> next = images.next();
                embedded.addAll(next);
                cached += (int) next.stream().filter(EmbeddedImage::cached).count();
                options.progress()
                        .update(new ScoreStep(ScoreStep.Stage.IMAGES, embedded.size(), files.size(), cached, 0));
            }
        }
        embedder.requireOpen(); // images of the last batch may have failed only because it was closed
        return embedded;
    }

    EmbeddedRun run(Images images) throws IOException {
        List<ImageFile> files = images.files();
        return new EmbeddedRun(
                images.name(),
                files.stream().map(file -> ImageKey.of(file, "")).toList(),
                images(files.stream().map(ImageFile::path).toList()),
                meter.info());
    }

    /**
     * The embeddings of the sentences for concepts, by concept.
     *
     * @throws InvalidRequestException if a concept is empty, or a sentence can't be embedded
     */
    Map<String, float[]> texts(List<String> concepts, UnaryOperator<String> sentence) throws IOException {
        for (String concept : concepts) {
            if (concept.isBlank()) {
                throw new InvalidRequestException(
                        "erasure: a concept is empty, expected words that name it, such as circle");
            }
        }
        return embedded(concepts, sentence);
    }

    private Map<String, float[]> embedded(List<String> concepts, UnaryOperator<String> sentence) throws IOException {
        TextEmbeddings texts = embedder.texts(concepts.stream().map(sentence).toList(), LongPrompts.CUT);
        texts.encodeUpTo(concepts.size(), (encoded, total) -> {});
        Map<String, float[]> vectors = new LinkedHashMap<>();
        for (int i = 0; i < concepts.size(); i++) {
            EmbeddedText text = texts.take(i);
            String words = sentence.apply(concepts.get(i));
            if (text.embedding() instanceof Embedding.Fault fault) {
                throw new InvalidRequestException(
                        "erasure: the text \"" + words + "\" could not be embedded: " + fault.message());
            }
            if (text.truncated()) {
                warnings.add("the text of " + concepts.get(i) + " has " + text.tokens()
                        + " tokens and was cut, since the model reads fewer");
            }
            vectors.put(concepts.get(i), ((Embedding.Vector) text.embedding()).values());
        }
        return vectors;
    }

    /** The embeddings of concepts in the options' sentence. */
    Map<String, float[]> concepts(List<String> concepts) throws IOException {
        return texts(concepts, options.template()::sentence);
    }

    /** The embedding of the bare name of a concept. */
    float[] concept(String concept) throws IOException {
        return texts(List.of(concept), words -> words).values().iterator().next();
    }

    float[] text(String text) throws IOException {
        return embedded(List.of(text), words -> words).values().iterator().next();
    }
}
