package org.clipmeter.erasure;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An image of a model from which a concept was erased, and what its prompt asks for. Nothing has been read of it yet.
 *
 * @param path where to read it
 * @param name what to call it
 * @param key what joins it to the images of other techniques
 * @param erased the concept that was erased from the model: the erasure request
 * @param concept the concept that the prompt names, of the same kind as the erased one
 * @param second the concept of another kind that the prompt names too, such as an object beside a style; null if none
 */
public record ConceptImage(
        Path path,
        String name,
        ImageKey key,
        String erased,
        String concept,
        @Nullable String second) {
    /** Whether the prompt names the erased concept; all other images are to be retained. */
    public boolean isTarget() {
        return concept.equals(erased);
    }
}
