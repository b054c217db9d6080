package org.clipmeter.erasure;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.clipmeter.compare.SameModel;
import org.clipmeter.embed.Embedding;
import org.clipmeter.failure.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * What an erased model has preserved of the original, from the embeddings of their images alone.
 *
 * @param original the original model's images
 * @param erased the erased model's images
 * @param seed the original model's images of the same prompts with other seeds; null if they were not given
 * @param similarity CLIP-I of the original and the erased model
 * @param floor CLIP-I of the original's two seeds; null without the second one
 * @param distance CMMD of the original and the erased model
 * @param floorDistance CMMD of the original's two seeds; null without the second one
 */
public record Preserved(
        EmbeddedRun original,
        EmbeddedRun erased,
        @Nullable EmbeddedRun seed,
        ImageSimilarity similarity,
        @Nullable ImageSimilarity floor,
        Cmmd distance,
        @Nullable Cmmd floorDistance) {
    /**
     * Compares runs.
     *
     * @param seed the original's images with other seeds; null to leave out the floor
     * @param cancelled polled between images
     * @throws InvalidRequestException in one line, if models differ, or images can't be joined or evaluated
     * @throws CancellationException if {@code cancelled} turned true
     */
    public static Preserved of(
            EmbeddedRun original, EmbeddedRun erased, @Nullable EmbeddedRun seed, BooleanSupplier cancelled) {
        SameModel.require(original.name(), original.model(), erased.name(), erased.model());
        if (seed != null) {
            SameModel.require(original.name(), original.model(), seed.name(), seed.model());
        }
        List<float[]> vectors = original.vectors();
        return new Preserved(
                original,
                erased,
                seed,
                ImageSimilarity.of(original, erased),
                seed == null ? null : ImageSimilarity.of(original, seed),
                Cmmd.of(vectors, erased.vectors(), cancelled),
                seed == null ? null : Cmmd.of(vectors, seed.vectors(), cancelled));
    }

    /** Whether more than 1 % of a run's pictures are flagged. */
    public boolean flaggedMatter() {
        return original.flagsMatter() || erased.flagsMatter() || seed != null && seed.flagsMatter();
    }

    /** CLIP-I over the pairs of which neither picture is flagged, however few are; null if no pair is left. */
    public @Nullable ImageSimilarity similarityWithoutFlagged() {
        return pairs(original, erased) ? ImageSimilarity.of(original.withoutFlagged(), erased.withoutFlagged()) : null;
    }

    /** Whether a pair is left of which neither picture is flagged, and both could be evaluated. */
    private static boolean pairs(EmbeddedRun first, EmbeddedRun second) {
        EmbeddedRun one = first.withoutFlagged();
        EmbeddedRun other = second.withoutFlagged();
        return ImagePairs.of(one.keys(), other.keys()).pairs().stream()
                .anyMatch(pair -> one.images().get(pair.first()).embedding() instanceof Embedding.Vector
                        && other.images().get(pair.second()).embedding() instanceof Embedding.Vector);
    }

    /** The same without flagged pictures; null if they are at most 1 % of each run's images, or if no pair is left without them. */
    public @Nullable Preserved withoutFlagged(BooleanSupplier cancelled) {
        boolean left = pairs(original, erased) && (seed == null || pairs(original, seed));
        return flaggedMatter() && left
                ? of(
                        original.withoutFlagged(),
                        erased.withoutFlagged(),
                        seed == null ? null : seed.withoutFlagged(),
                        cancelled)
                : null;
    }
}
