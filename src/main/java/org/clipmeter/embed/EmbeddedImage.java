package org.clipmeter.embed;

import java.nio.file.Path;
import java.util.Set;

/**
 * An image file and the outcome of embedding it.
 *
 * @param file as it was given
 * @param embedding its vector, or why it could not be embedded
 * @param flags what a reader of a score should know about the image; empty if it has no embedding
 * @param cached whether the embedding was found in the store
 */
public record EmbeddedImage(Path file, Embedding embedding, Set<ImageFlag> flags, boolean cached) {
    /** The image, with its flags copied. */
    public EmbeddedImage {
        flags = Set.copyOf(flags);
    }
}
