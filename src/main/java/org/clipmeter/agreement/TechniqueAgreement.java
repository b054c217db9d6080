package org.clipmeter.agreement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.compare.PairedComparison;
import org.clipmeter.compare.PromptPair;
import org.jspecify.annotations.Nullable;

/**
 * Whether the models agree how a run differs from the baseline.
 *
 * @param byModel the run compared with the baseline under each model, in its own scale
 * @param prompts how many prompts have a change under every model
 * @param agreeing the share of these prompts whose change has the same direction under every model, 0 to 1; null without a
 *     prompt. Changes of at most {@link PairedComparison#EQUAL} are no change, which is a direction too.
 */
public record TechniqueAgreement(
        List<PairedComparison> byModel,
        int prompts,
        @Nullable Double agreeing) {
    /** What a model says about the mean change. */
    public enum Verdict {
        /** The mean change is above 0, and its interval excludes 0. */
        HIGHER("higher"),
        /** The mean change is below 0, and its interval excludes 0. */
        LOWER("lower"),
        /** The interval contains 0, or no interval can be computed. */
        NOT_SHOWN("not shown");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        /** What a comparison under one model says. */
        public static Verdict of(PairedComparison comparison) {
            if (!comparison.differs()) {
                return NOT_SHOWN;
            }
            return comparison.delta().value() > 0 ? HIGHER : LOWER;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** The agreement, with its list copied. */
    public TechniqueAgreement {
        byModel = List.copyOf(byModel);
    }

    /**
     * Compares a run with the baseline under each model.
     *
     * @param baselineName for messages
     * @param baseline the baseline under each model
     * @param runName for messages
     * @param run the run under each model, in the same order
     * @throws org.clipmeter.failure.InvalidRequestException in one line, if no prompt has a score in both under some model
     */
    public static TechniqueAgreement of(
            String baselineName, List<ModelScores> baseline, String runName, List<ModelScores> run) {
        List<PairedComparison> byModel = new ArrayList<>();
        Map<String, List<Integer>> directions = new HashMap<>();
        for (int i = 0; i < run.size(); i++) {
            PairedComparison comparison = PairedComparison.of(
                    baselineName, baseline.get(i).result(), runName, run.get(i).result());
            byModel.add(comparison);
            for (PromptPair pair : comparison.scores().pairs()) {
                directions
                        .computeIfAbsent(pair.first().pair().prompt().id(), id -> new ArrayList<>())
                        .add(direction(pair.delta()));
            }
        }
        List<List<Integer>> shared = directions.values().stream()
                .filter(each -> each.size() == run.size())
                .toList();
        long agreeing = shared.stream()
                .filter(each -> each.stream().distinct().count() == 1)
                .count();
        Double share = shared.isEmpty() ? null : Double.valueOf((double) agreeing / shared.size());
        return new TechniqueAgreement(byModel, shared.size(), share);
    }

    private static int direction(double delta) {
        return Math.abs(delta) <= PairedComparison.EQUAL ? 0 : (int) Math.signum(delta);
    }

    /** What each model says, in order. */
    public List<Verdict> verdicts() {
        return byModel.stream().map(Verdict::of).toList();
    }

    /** Whether all models show a change in the same direction. */
    public boolean isUnanimous() {
        return !verdicts().contains(Verdict.NOT_SHOWN)
                && verdicts().stream().distinct().count() == 1;
    }
}
