package org.clipmeter.agreement;

import java.util.ArrayList;
import java.util.List;
import org.clipmeter.compare.PairedScores;
import org.jspecify.annotations.Nullable;

/**
 * One run under all models.
 *
 * @param run its name
 * @param byModel the run under each model, in the models' order
 * @param items the images that all models have scored
 * @param pairs how far each two models agree about these images; empty for one model
 * @param technique whether the models agree how the run differs from the baseline; null for the baseline, and if a model
 *     has no prompt with a score in both
 */
public record RunAgreement(
        String run,
        List<ModelScores> byModel,
        SharedItems items,
        List<PairAgreement> pairs,
        @Nullable TechniqueAgreement technique) {
    /** The agreement, with its lists copied. */
    public RunAgreement {
        byModel = List.copyOf(byModel);
        pairs = List.copyOf(pairs);
    }

    /**
     * Compares the models over runs, of which the first is the baseline.
     *
     * @param runs the runs' names
     * @param scores for each run its scores under each model, in one order of models
     * @return one for each run, in order
     */
    public static List<RunAgreement> of(List<String> runs, List<List<ModelScores>> scores) {
        List<RunAgreement> all = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            List<ModelScores> byModel = scores.get(i);
            SharedItems items = SharedItems.of(byModel);
            boolean shared = i > 0 && shareAPrompt(scores.get(0), byModel);
            all.add(new RunAgreement(
                    runs.get(i),
                    byModel,
                    items,
                    PairAgreement.of(items, byModel.size()),
                    shared ? TechniqueAgreement.of(runs.get(0), scores.get(0), runs.get(i), byModel) : null));
        }
        return all;
    }

    private static boolean shareAPrompt(List<ModelScores> baseline, List<ModelScores> run) {
        for (int i = 0; i < run.size(); i++) {
            if (PairedScores.of(baseline.get(i).result(), run.get(i).result())
                    .pairs()
                    .isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
