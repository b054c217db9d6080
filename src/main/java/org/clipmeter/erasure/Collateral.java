package org.clipmeter.erasure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.PairedScores;
import org.clipmeter.compare.PromptPair;
import org.clipmeter.compare.SameModel;
import org.clipmeter.compare.SameTemplate;
import org.clipmeter.compare.Wilcoxon;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.score.ScoreRow;
import org.jspecify.annotations.Nullable;

/**
 * What an erasure did to the scores of other concepts: the change of {@code logits_per_image} by the concept of the prompt, from the erased concept to
 * ever more distant ones.
 *
 * @param erased the erased concept
 * @param concepts the change of each concept that has a pair of scores, the erased one first if it has
 * @param unknown pairs of scores whose prompt has none of the concepts
 * @param scores how the scores were paired
 * @param flagged pictures of either run that are all black or transparent, with a score or without
 * @param flaggedMatter whether they are more than 1 % of a run's images
 * @param clean the changes over the pictures that are not flagged; null if these are at most 1 % of each run's images, or no pair is left without
 *     them
 */
public record Collateral(
        String erased,
        List<Change> concepts,
        int unknown,
        PairedScores scores,
        int flagged,
        boolean flaggedMatter,
        @Nullable List<Change> clean) {
    /** What the figure is, for help texts and cards. */
    public static final String DEFINITION =
            "Collateral curve: mean change of logits_per_image from the original to the erased model over the prompts of each concept (in-prompt score),"
                    + " paired by prompt. The erased concept should fall and its neighbors should not.";

    /**
     * The change of a concept.
     *
     * @param concept the concept
     * @param similarity cosine of its text with that of the erased concept; null if concepts are in the user's order
     * @param original mean score of the original model
     * @param run mean score of the erased model
     * @param delta mean change, with its interval
     * @param wilcoxon the test of the changes
     */
    public record Change(
            String concept, @Nullable Double similarity, double original, double run, Mean delta, Wilcoxon wilcoxon) {}

    /** The curve, with its lists copied. */
    public Collateral {
        concepts = List.copyOf(concepts);
        clean = clean == null ? null : List.copyOf(clean);
    }

    /**
     * The curve of two runs.
     *
     * @param conceptOf the concept of each prompt, by the prompt's id; prompts that are not in it are counted
     * @param order the concepts in the order of the curve, with the similarity of each, or null, to the erased one
     * @throws InvalidRequestException in one line, if models or templates differ, or no pair of scores has a concept
     */
    public static Collateral of(
            String originalName,
            ScoreResult original,
            String runName,
            ScoreResult run,
            String erased,
            Map<String, String> conceptOf,
            Map<String, @Nullable Double> order) {
        SameModel.require(originalName, original.model(), runName, run.model());
        SameTemplate.require(originalName, original.config(), runName, run.config());
        PairedScores scores = PairedScores.of(original, run);
        List<Change> changes = changes(scores, conceptOf, order);
        if (changes.isEmpty()) {
            throw new InvalidRequestException("collateral: none of the "
                    + scores.pairs().size()
                    + " prompts that both " + originalName + " and " + runName + " have scored has one of the concepts "
                    + String.join(", ", order.keySet()));
        }
        boolean matter = Flagged.matter(original.rows(), Collateral::isFlagged)
                || Flagged.matter(run.rows(), Collateral::isFlagged);
        List<Change> clean = matter
                ? changes(PairedScores.of(original, run, row -> !isFlagged(row)), conceptOf, order)
                : List.<Change>of();
        int known = changes.stream().mapToInt(change -> change.delta().n()).sum();
        return new Collateral(
                erased,
                changes,
                scores.pairs().size() - known,
                scores,
                flagged(original) + flagged(run),
                matter,
                clean.isEmpty() ? null : clean);
    }

    private static boolean isFlagged(ScoreRow row) {
        return Flagged.is(row.flags());
    }

    private static int flagged(ScoreResult run) {
        return (int) run.rows().stream().filter(Collateral::isFlagged).count();
    }

    /** The change of each concept that has a pair of scores, in order. */
    private static List<Change> changes(
            PairedScores scores, Map<String, String> conceptOf, Map<String, @Nullable Double> order) {
        Map<String, List<PromptPair>> pairs = new LinkedHashMap<>();
        for (PromptPair pair : scores.pairs()) {
            String concept = conceptOf.get(pair.first().pair().prompt().id());
            if (concept != null && order.containsKey(concept)) {
                pairs.computeIfAbsent(concept, name -> new ArrayList<>()).add(pair);
            }
        }
        List<Change> changes = new ArrayList<>();
        order.forEach((concept, similarity) -> {
            List<PromptPair> own = pairs.getOrDefault(concept, List.of());
            if (!own.isEmpty()) {
                changes.add(change(concept, similarity, own));
            }
        });
        return changes;
    }

    private static Change change(String concept, @Nullable Double similarity, List<PromptPair> pairs) {
        double[] deltas = pairs.stream().mapToDouble(PromptPair::delta).toArray();
        return new Change(
                concept,
                similarity,
                pairs.stream().mapToDouble(PromptPair::firstScore).average().orElseThrow(),
                pairs.stream().mapToDouble(PromptPair::secondScore).average().orElseThrow(),
                Mean.of(deltas),
                Wilcoxon.of(deltas));
    }
}
