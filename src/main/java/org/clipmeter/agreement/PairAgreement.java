package org.clipmeter.agreement;

import java.util.ArrayList;
import java.util.List;
import org.clipmeter.compare.RankCorrelation;

/**
 * How far two models agree about the order of a run's images.
 *
 * @param first the place of one model
 * @param second the place of the other, after the first
 * @param spearman Spearman's ρ of logits_per_image
 * @param kendall Kendall's τ-b of logits_per_image
 */
public record PairAgreement(int first, int second, RankCorrelation spearman, RankCorrelation kendall) {
    /** Every two models, over the images that all models have scored; resamples take the images of a prompt together. */
    public static List<PairAgreement> of(SharedItems items, int models) {
        List<PairAgreement> pairs = new ArrayList<>();
        int[] prompts = items.promptOf();
        for (int i = 0; i < models; i++) {
            for (int j = i + 1; j < models; j++) {
                double[] x = items.logits(i);
                double[] y = items.logits(j);
                pairs.add(new PairAgreement(
                        i, j, RankCorrelation.spearman(x, y, prompts), RankCorrelation.kendall(x, y, prompts)));
            }
        }
        return pairs;
    }
}
