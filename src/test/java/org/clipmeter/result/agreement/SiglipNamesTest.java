package org.clipmeter.result.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.clipmeter.Comparison;
import org.clipmeter.Result;
import org.clipmeter.ScoreRuns;
import org.clipmeter.compare.PromptGrouping;
import org.clipmeter.model.Similarity;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.result.breakdown.Breakdown;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.score.Outcome;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.junit.jupiter.api.Test;

/** Everything that is made of runs of a SigLIP calls their scores siglip_logit, and never CLIP Score. */
class SiglipNamesTest {
    private static final List<Prompt> PROMPTS =
            List.of(Runs.prompt("a"), Runs.prompt("b"), Runs.prompt("c"), Runs.prompt("d"));

    private static ScoreResult of(String metric, double... scores) {
        List<Outcome> outcomes = Arrays.stream(scores).mapToObj(Runs::scored).toList();
        ScoreResult run = Runs.of("m", PROMPTS, outcomes);
        ModelInfo model = new ModelInfo("m", "commit 1", "cpu", "fp32", "x", 1, metric);
        return new ScoreResult(run.pairs(), run.rows(), model, run.config(), 1, run.cached());
    }

    private static ScoreResult siglip(double... scores) {
        return of(Similarity.SIGLIP_LOGIT, scores);
    }

    private static void assertNamed(Result result) {
        String text = result.summary().text();
        assertFalse(text.contains("CLIP Score") || text.contains("logits_per_image"), text);
        assertTrue(text.contains("siglip_logit does not detect erasure"), text);
        for (ScoreChart chart : result.charts()) {
            String titles = chart.getTitle() + chart.getXAxisTitle() + chart.getYAxisTitle();
            assertFalse(titles.contains("CLIP Score") || titles.contains("logits_per_image"), titles);
        }
    }

    @Test
    void comparisonsAndTheirForestPlotsNameTheLogitOfSiglip() {
        Comparison comparison = Comparison.of(
                ScoreRuns.of("sd", siglip(1, 2, 3, 4)),
                List.of(ScoreRuns.of("uce", siglip(2, 1, 5, 4)), ScoreRuns.of("esd", siglip(0, 0, 1, 2))));
        assertNamed(comparison);
        assertTrue(comparison.summary().text().contains(" siglip_logit over 4 prompts"));
        assertTrue(comparison.forest().getXAxisTitle().startsWith("mean Δ siglip_logit, "));
        Breakdown breakdown = Breakdown.of(comparison, PromptGrouping.SOURCE);
        assertNamed(breakdown);
        assertTrue(breakdown.charts().get(0).getXAxisTitle().startsWith("mean Δ siglip_logit, "));
        Comparison clip = Comparison.of(
                ScoreRuns.of("sd", of(Similarity.CLIP_SCORE, 1, 2, 3, 4)),
                List.of(ScoreRuns.of("uce", of(Similarity.CLIP_SCORE, 2, 1, 5, 4))));
        assertTrue(clip.forest().getXAxisTitle().startsWith("mean Δ logits_per_image, "));
    }

    @Test
    void agreementNamesEachModelsScoresIfTheyDiffer() {
        Agreement alike = Agreements.of(
                List.of("one", "two"),
                List.of("sd"),
                List.of(List.of(siglip(1, 2, 3, 4), siglip(4, 2, 3, 1))),
                List.of());
        assertNamed(alike);
        assertTrue(alike.summary().text().contains("mean siglip_logit, each in its own scale: one 2.5000; two 2.5000"));
        String mixed = Agreements.of(
                        List.of("one", "two"),
                        List.of("sd"),
                        List.of(List.of(siglip(1, 2, 3, 4), of(Similarity.CLIP_SCORE, 4, 2, 3, 1))),
                        List.of())
                .summary()
                .text();
        assertTrue(
                mixed.contains(
                        "mean score, each in its own scale: one siglip_logit 2.5000; two logits_per_image 2.5000"),
                mixed);
        assertTrue(mixed.contains("None of these scores detects erasure"), mixed);
        assertEquals(-1, mixed.indexOf("CLIP Score"), mixed);
    }
}
