package org.clipmeter.embed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.model.TwoTower;

/** Finds out which embeddings a store holds already. It reads files and tokenizes texts, but computes no embedding. */
public final class StoredContents {
    private StoredContents() {}

    /**
     * Hashes image files as {@link EmbeddingKey} does, each distinct path once.
     *
     * @param cancelled polled between files
     * @return the content of each file, in the files' order; empty for a file that can't be read
     * @throws CancellationException if {@code cancelled} turned true or the thread was interrupted
     */
    public static List<Optional<String>> ofImages(List<Path> files, BooleanSupplier cancelled) {
        Map<Path, Optional<String>> known = new HashMap<>();
        return files.stream()
                .map(file -> {
                    if (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
                        throw new CancellationException("cancelled while looking into the cache");
                    }
                    return known.computeIfAbsent(file, StoredContents::content);
                })
                .toList();
    }

    private static Optional<String> content(Path file) {
        try {
            return Optional.of(EmbeddingLookup.content(ImageDecoder.read(file)));
        } catch (ImageException e) {
            return Optional.empty(); // scoring reports the reason in the image's row
        }
    }

    /** The content of a text, for a model's tokenizer. */
    public static String ofText(TwoTower encoder, String text) {
        return EmbeddingLookup.content(encoder.tokens(text).inputIds());
    }

    /**
     * The contents among these that the store has an embedding of.
     *
     * @param space distinguishes embeddings of the model from those of others
     * @throws IOException if the space can't be described, because the model's files changed
     */
    public static Set<String> stored(
            EmbeddingStore store, EmbeddingFingerprint space, EmbeddingKey.Modality kind, Collection<String> contents)
            throws IOException {
        return new EmbeddingLookup(store, space)
                .find(kind, contents).keySet().stream().collect(Collectors.toUnmodifiableSet());
    }
}
