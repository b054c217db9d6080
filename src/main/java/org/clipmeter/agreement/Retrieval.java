package org.clipmeter.agreement;

import java.util.Arrays;
import org.clipmeter.compare.Quantiles;
import org.jspecify.annotations.Nullable;

/**
 * How well a model finds the prompt of each image among all prompts of the run (CLIP R-Precision, Park et al. 2021). These
 * are ranks, so they are comparable across models.
 *
 * @param n how many images have a rank
 * @param captions how many different texts they were ranked among; equal texts count once
 * @param recallAt1 the share of the images whose own text comes first, 0 to 1; null without an image
 * @param recallAt5 the share of the images whose own text is among the first five; null without an image
 * @param medianRank the median rank of the own text, from 1; null without an image
 */
public record Retrieval(
        int n,
        int captions,
        @Nullable Double recallAt1,
        @Nullable Double recallAt5,
        @Nullable Double medianRank) {
    /**
     * The figures of ranks.
     *
     * @param ranks of the own text, from 1, with halves where texts tie; not changed
     * @param captions how many texts were ranked
     */
    static Retrieval of(double[] ranks, int captions) {
        if (ranks.length == 0) {
            return new Retrieval(0, captions, null, null, null);
        }
        return new Retrieval(
                ranks.length,
                captions,
                share(ranks, 1),
                share(ranks, 5),
                Quantiles.of(ranks).median());
    }

    private static double share(double[] ranks, double most) {
        return (double) Arrays.stream(ranks).filter(rank -> rank <= most).count() / ranks.length;
    }
}
