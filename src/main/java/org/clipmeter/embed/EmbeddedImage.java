package org.clipmeter.embed;

import java.nio.file.Path;
import java.util.Set;

/**
 * An image file and the outcome of embedding it.
 *
 * @param flags what a reader of a score should know about the image; empty if it has no embedding
 * @param cached whether the embedding was found in the store
 */
public record EmbeddedImage(Path file, Embedding embedding, Set<ImageFlag> flags, boolean cached) {
    public EmbeddedImage {
        flags = Set.copyOf(flags);
    }
}
