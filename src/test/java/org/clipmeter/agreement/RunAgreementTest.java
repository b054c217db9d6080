package org.clipmeter.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.clipmeter.agreement.TechniqueAgreement.Verdict;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.score.Failed;
import org.clipmeter.score.Outcome;
import org.clipmeter.score.Runs;
import org.junit.jupiter.api.Test;

class RunAgreementTest {
    /** A run under a model of this scale; NaN is an image that failed. */
    private static ModelScores scores(String model, String prefix, double... logits) {
        List<Prompt> prompts = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < logits.length; i++) {
            prompts.add(Runs.prompt(prefix + i));
            outcomes.add(Double.isNaN(logits[i]) ? new Failed("missing", "gone") : Runs.scored(logits[i]));
        }
        return new ModelScores(
                model, Runs.of(model, prompts, outcomes), new Retrieval(logits.length, 3, 1.0, 1.0, 1.0));
    }

    @Test
    void zScoresAndRanksAreOfTheImagesThatAllModelsHaveScored() {
        SharedItems items = SharedItems.of(
                List.of(scores("B/32", "p", 10, 20, 99, 30, 20), scores("L/14", "p", 1, 2, Double.NaN, 3, 5)));
        assertEquals(4, items.images().size());
        assertEquals(
                List.of("p0", "p1", "p3", "p4"),
                items.images().stream()
                        .map(item -> item.row().pair().prompt().id())
                        .toList());
        SharedItems.Item first = items.images().get(0);
        assertEquals(List.of(10.0, 1.0), first.logits());
        assertEquals(-10 / Math.sqrt(200.0 / 3), first.zScores().get(0), 1e-12); // mean 20, squares 100 + 0 + 100 + 0
        assertEquals(List.of(4.0, 4.0), first.ranks());
        assertEquals(List.of(2.5, 3.0), items.images().get(1).ranks());
        assertEquals(List.of(2.5, 1.0), items.images().get(3).ranks());
        assertEquals(0, items.spread(first));
        assertEquals(0.5, items.spread(items.images().get(3)), 1e-12); // 1.5 of 3 places
    }

    @Test
    void equalScoresHaveNoZScoreAndNoCorrelation() {
        List<ModelScores> models = List.of(scores("B/32", "p", 5, 5, 5), scores("L/14", "p", 1, 2, 3));
        SharedItems items = SharedItems.of(models);
        assertEquals(0, items.images().get(2).zScores().get(0));
        PairAgreement pair = PairAgreement.of(items, 2).get(0);
        assertNull(pair.kendall().value());
        assertEquals(3, pair.kendall().n());
    }

    @Test
    void modelsAgreeAboutATechniqueIfAllShowTheSameDirection() {
        List<ModelScores> baseline =
                List.of(scores("B/32", "p", 20, 21, 22, 23, 24, 25), scores("L/14", "p", 10, 11, 12, 13, 14, 15));
        List<ModelScores> worse = List.of(
                scores("B/32", "p", 18, 19.5, 20, 21.2, 22, 23), scores("L/14", "p", 9, 10.5, 11, 12.2, 13, 14.1));
        List<ModelScores> mixed =
                List.of(scores("B/32", "p", 18, 19.5, 20, 21.2, 22, 23), scores("L/14", "p", 11, 10, 13, 12, 15, 14));
        List<RunAgreement> runs = RunAgreement.of(List.of("sd", "worse", "mixed"), List.of(baseline, worse, mixed));
        assertNull(runs.get(0).technique());
        TechniqueAgreement same = runs.get(1).technique();
        assertNotNull(same);
        assertEquals(List.of(Verdict.LOWER, Verdict.LOWER), same.verdicts());
        assertEquals(true, same.isUnanimous());
        assertEquals(1.0, same.agreeing());
        TechniqueAgreement other = runs.get(2).technique();
        assertNotNull(other);
        assertEquals(List.of(Verdict.LOWER, Verdict.NOT_SHOWN), other.verdicts());
        assertFalse(other.isUnanimous());
        assertEquals(6, other.prompts());
        assertEquals(0.5, other.agreeing()); // the changes of L/14 alternate
    }

    @Test
    void runsWithoutACommonPromptAreNotComparedAsTechniques() {
        List<ModelScores> baseline = List.of(scores("B/32", "p", 1, 2), scores("L/14", "p", 1, 2));
        List<ModelScores> other = List.of(scores("B/32", "q", 1, 2), scores("L/14", "q", 1, 2));
        List<RunAgreement> runs = RunAgreement.of(List.of("sd", "other"), List.of(baseline, other));
        assertNull(runs.get(1).technique());
        assertEquals(1, runs.get(1).pairs().size());
    }
}
