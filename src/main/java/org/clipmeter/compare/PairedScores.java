package org.clipmeter.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.score.ScoreRow;
import org.clipmeter.score.Scored;

/**
 * Two runs joined by their prompts' ids, never by order, and all that did not pair.
 *
 * @param pairs in the first run's order
 * @param firstOnly prompts of the first run that the second has not
 * @param secondOnly prompts of the second run that the first has not
 * @param withoutScore prompts of both that at least one run could not score
 * @param otherText ids that stand for another prompt text in the other run
 * @param firstFailed images of the first run that have no score, whether their prompts paired or not
 * @param secondFailed likewise of the second run
 */
public record PairedScores(
        List<PromptPair> pairs,
        int firstOnly,
        int secondOnly,
        int withoutScore,
        int otherText,
        int firstFailed,
        int secondFailed) {
    /** The pairs, with their list copied. */
    public PairedScores {
        pairs = List.copyOf(pairs);
    }

    /**
     * Joins two runs; a prompt with several images has one pair, with the means of those that have a score.
     *
     * @param first the run whose order the pairs have, such as the baseline
     * @param second the run whose scores are compared with it
     */
    public static PairedScores of(ScoreResult first, ScoreResult second) {
        return of(first, second, row -> true);
    }

    /**
     * The same over some of the rows, as if the others did not exist; failed images are counted all the same.
     *
     * @param rows which rows count
     */
    public static PairedScores of(ScoreResult first, ScoreResult second, Predicate<ScoreRow> rows) {
        Map<String, List<ScoreRow>> ones = byPrompt(first, rows);
        Map<String, List<ScoreRow>> others = byPrompt(second, rows);
        List<PromptPair> pairs = new ArrayList<>();
        int firstOnly = 0;
        int withoutScore = 0;
        int otherText = 0;
        for (Map.Entry<String, List<ScoreRow>> one : ones.entrySet()) {
            List<ScoreRow> other = others.remove(one.getKey());
            if (other == null) {
                firstOnly++;
            } else if (!text(one.getValue()).equals(text(other))) {
                otherText++;
            } else {
                List<ScoreRow> firstRows = scored(one.getValue());
                List<ScoreRow> secondRows = scored(other);
                if (firstRows.isEmpty() || secondRows.isEmpty()) {
                    withoutScore++;
                } else {
                    pairs.add(new PromptPair(
                            firstRows.get(0),
                            secondRows.get(0),
                            mean(firstRows),
                            mean(secondRows),
                            firstRows.size(),
                            secondRows.size()));
                }
            }
        }
        return new PairedScores(
                pairs, firstOnly, others.size(), withoutScore, otherText, failed(first), failed(second));
    }

    /** logits_per_image of the second run less the first one's, in the order of {@link #pairs}; the caller may change the array. */
    public double[] deltas() {
        return pairs.stream().mapToDouble(PromptPair::delta).toArray();
    }

    /** Some of these pairs, with nothing left out. */
    PairedScores taking(List<PromptPair> some) {
        return new PairedScores(some, 0, 0, 0, 0, 0, 0);
    }

    /** logits_per_image of the first run, in the order of {@link #pairs}; the caller may change the array. */
    public double[] firstScores() {
        return pairs.stream().mapToDouble(PromptPair::firstScore).toArray();
    }

    /** logits_per_image of the second run, in the order of {@link #pairs}; the caller may change the array. */
    public double[] secondScores() {
        return pairs.stream().mapToDouble(PromptPair::secondScore).toArray();
    }

    /** How many scored images of the first run the pairs have. */
    public int firstImages() {
        return pairs.stream().mapToInt(PromptPair::firstImages).sum();
    }

    /** How many scored images of the second run the pairs have. */
    public int secondImages() {
        return pairs.stream().mapToInt(PromptPair::secondImages).sum();
    }

    /** Whether some prompt has several scored images, so that its score is their mean. */
    public boolean isClustered() {
        return firstImages() > pairs.size() || secondImages() > pairs.size();
    }

    /** Whether both runs have the same prompts, with the same texts. */
    public boolean haveSamePrompts() {
        return firstOnly == 0 && secondOnly == 0 && otherText == 0;
    }

    /** What did not pair and why, in words such as {@code 3 only in uce}; empty if everything paired. */
    public List<String> leftovers(String firstName, String secondName) {
        List<String> words = new ArrayList<>();
        add(words, firstOnly, "only in " + firstName);
        add(words, secondOnly, "only in " + secondName);
        add(words, withoutScore, "without a score");
        add(words, otherText, "with another text");
        return words;
    }

    private static void add(List<String> words, int count, String what) {
        if (count > 0) {
            words.add(count + " " + what);
        }
    }

    private static Map<String, List<ScoreRow>> byPrompt(ScoreResult result, Predicate<ScoreRow> counts) {
        Map<String, List<ScoreRow>> rows = new LinkedHashMap<>();
        for (ScoreRow row : result.rows()) {
            if (counts.test(row)) {
                rows.computeIfAbsent(row.pair().prompt().id(), id -> new ArrayList<>())
                        .add(row);
            }
        }
        return rows;
    }

    private static int failed(ScoreResult result) {
        return result.totalCount() - result.evaluatedCount();
    }

    private static String text(List<ScoreRow> rows) {
        return rows.stream()
                .map(row -> row.pair().prompt().text())
                .distinct()
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static List<ScoreRow> scored(List<ScoreRow> rows) {
        return rows.stream().filter(row -> row.outcome() instanceof Scored).toList();
    }

    private static double mean(List<ScoreRow> rows) {
        return rows.stream()
                .mapToDouble(row -> ((Scored) row.outcome()).logitsPerImage())
                .average()
                .orElseThrow();
    }

    /** How many prompts have a score in both runs. */
    @Override
    public String toString() {
        return pairs.size() == 1 ? "1 pair of scores" : pairs.size() + " pairs of scores";
    }
}
