package org.clipmeter.erasure;

import java.util.ArrayList;
import java.util.List;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.SameModel;
import org.clipmeter.embed.Embedding;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.model.Similarity;

/**
 * CLIP-I of two runs: the cosines between the images of the same prompt and seed.
 *
 * @param pairs the pairs that have a cosine
 * @param mean their mean, with its interval
 * @param failed joined pairs of which an image could not be evaluated
 * @param joined how the images were joined, and what was left over
 */
public record ImageSimilarity(List<PairCosine> pairs, Mean mean, int failed, ImagePairs joined) {
    /** What the figure is, for help texts and cards. */
    public static final String DEFINITION =
            "CLIP-I: mean cosine between the original's and the erased model's image of the same prompt and seed; 1 if nothing changed."
                    + " Its floor is CLIP-I between two seeds of the original: images that share nothing but the prompt.";

    /**
     * The cosine of a pair.
     *
     * @param key what joined it, of the first image
     * @param cosine between the two images, -1 to 1
     */
    public record PairCosine(ImageKey key, double cosine) {}

    /** The similarity, with its pairs copied. */
    public ImageSimilarity {
        pairs = List.copyOf(pairs);
    }

    /**
     * CLIP-I of two runs.
     *
     * @throws InvalidRequestException in one line, if their models differ, or no pair of images has a cosine
     */
    public static ImageSimilarity of(EmbeddedRun first, EmbeddedRun second) {
        SameModel.require(first.name(), first.model(), second.name(), second.model());
        ImagePairs joined = ImagePairs.of(first.keys(), second.keys());
        if (joined.pairs().isEmpty()) {
            throw new InvalidRequestException(
                    "CLIP-I: no image of " + first.name() + " could be joined to one of " + second.name()
                            + "; expected equal file names, equal numbers at their ends, or lists with equal ids or prompts");
        }
        List<PairCosine> pairs = new ArrayList<>();
        int failed = 0;
        for (ImagePairs.Pair pair : joined.pairs()) {
            if (first.images().get(pair.first()).embedding() instanceof Embedding.Vector one
                    && second.images().get(pair.second()).embedding() instanceof Embedding.Vector other) {
                pairs.add(new PairCosine(
                        first.keys().get(pair.first()), Similarity.cosine(one.values(), other.values())));
            } else {
                failed++;
            }
        }
        if (pairs.isEmpty()) {
            throw new InvalidRequestException("CLIP-I: none of the " + failed + " pairs of " + first.name() + " and "
                    + second.name() + " could be evaluated; score the images to see why");
        }
        double[] cosines = pairs.stream().mapToDouble(PairCosine::cosine).toArray();
        return new ImageSimilarity(pairs, Mean.of(cosines), failed, joined);
    }
}
