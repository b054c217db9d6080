package org.clipmeter.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.clipmeter.image.TransparencyRule;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.prompts.PromptTemplate;
import org.clipmeter.score.CacheHits;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.score.RunConfig;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SameScoringTest {
    private static final ImageRules RULES = ImageRules.defaults();
    private static final ScoreResult PLAIN = run("m", "commit 1", "fp32", "bicubic 224 rgb", RULES, null);

    private static ScoreResult run(
            String model,
            String identity,
            String precision,
            String preprocessing,
            ImageRules rules,
            @Nullable PromptTemplate template) {
        ScoreResult result = Runs.of(model, List.of(Runs.prompt("a")), List.of(Runs.scored(20)));
        return new ScoreResult(
                result.pairs(),
                result.rows(),
                new ModelInfo(model, identity, "cpu", precision, preprocessing, 1),
                new RunConfig(model, null, null, rules, template),
                1,
                CacheHits.NONE);
    }

    private static String refusal(ScoreResult other, Setting... across) {
        return String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> SameScoring.require("sd", PLAIN, "uce", other, Set.of(across)))
                .getMessage());
    }

    private static void check(ScoreResult other, String expected) {
        assertEquals(
                "Scores are comparable only under the same " + expected
                        + "; score both in the same way (embeddings that the "
                        + "cache holds are not computed again), or draw a scatter of one against the other",
                refusal(other));
    }

    @Test
    void everyDifferenceIsRefusedWithBothSides() {
        check(
                run("n", "commit 2", "fp32", "bicubic 336 rgb", RULES, null),
                "clip_model_name: sd was scored with m, uce with n");
        check(
                run("m", "commit 2", "fp32", "bicubic 224 rgb", RULES, null),
                "revision of the model: sd was scored with m at commit 1, uce with m at commit 2");
        check(
                run("m", "commit 1", "bf16", "bicubic 224 rgb", RULES, null),
                "precision: sd was scored in fp32, uce in bf16");
        check(
                run("m", "commit 1", "fp32", "bicubic 336 rgb", RULES, null),
                "preprocessing: sd was scored with 224, uce with 336");
        check(
                run("m", "commit 1", "fp32", "bicubic 224 white", RULES.withTransparency(TransparencyRule.WHITE), null),
                "preprocessing: sd was scored like the reference, uce with transparent pixels over white");
        check(
                run("m", "commit 1", "fp32", "bicubic 224 rgb", RULES, new PromptTemplate("a photo of {}")),
                "template: sd was scored without a template, uce with the template \"a photo of {}\"");
    }

    @Test
    void severalDifferencesAreNamedTogether() {
        check(
                run("n", "commit 1", "bf16", "bicubic 336 rgb", RULES, null),
                "clip_model_name and the same precision: sd was scored with m and in fp32, uce with n and in bf16");
    }

    @Test
    void runsOfOneWayPass() {
        SameScoring.require("sd", PLAIN, "uce", PLAIN);
        assertEquals(List.of(), SameScoring.differences(PLAIN, PLAIN));
    }

    @Test
    void aDifferenceThatIsTheQuestionPassesAndOthersDoNot() {
        ScoreResult bf16 = run("m", "commit 1", "bf16", "bicubic 224 rgb", RULES, null);
        SameScoring.require("sd", PLAIN, "uce", bf16, Set.of(Setting.PRECISION));
        assertTrue(refusal(bf16, Setting.PREPROCESSING).contains("the same precision: "));
        PairedComparison comparison = PairedComparison.of(
                "sd", PLAIN, "uce", bf16, ComparisonOptions.defaults().withAcross(Set.of(Setting.PRECISION)));
        assertTrue(ComparisonNotes.of(comparison, "sd", PLAIN, "uce", bf16)
                .contains("part of the change may come from different precision (in fp32; in bf16)"));
    }
}
