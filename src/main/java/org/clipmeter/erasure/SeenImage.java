package org.clipmeter.erasure;

import java.util.Set;
import org.clipmeter.embed.Embedding;
import org.clipmeter.embed.ImageFlag;
import org.jspecify.annotations.Nullable;

/**
 * An image and the concept that the model sees in it.
 *
 * @param image the image and what its prompt asks for
 * @param seen the concept whose text is closest to the image; null if the image failed
 * @param neither whether the text without a concept is closer still, so that the image shows none of the concepts
 * @param second the concept of the other kind that is closest; null if the image has none to compare with, or failed
 * @param fault why the image could not be evaluated; null if it was
 * @param flags what a reader should know of the image
 */
public record SeenImage(
        ConceptImage image,
        @Nullable String seen,
        boolean neither,
        @Nullable String second,
        Embedding.@Nullable Fault fault,
        Set<ImageFlag> flags) {
    /** The image, with its flags copied. */
    public SeenImage {
        flags = Set.copyOf(flags);
    }

    /** Whether the picture is all black or transparent, as a safety filter leaves it, and says little about the technique. */
    public boolean isFlagged() {
        return Flagged.is(flags);
    }

    /** Whether the concept is seen that the prompt names. */
    public boolean showsItsConcept() {
        return image.concept().equals(seen);
    }

    /** Whether the concept of the other kind is seen that the prompt names too. */
    public boolean showsItsSecond() {
        return image.second() != null && image.second().equals(second);
    }

    /** Whether the image is right: a target that does not show the erased concept, or another that shows its own. */
    public boolean isRight() {
        return image.isTarget() != showsItsConcept();
    }
}
