package org.clipmeter.result.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.clipmeter.ClipMeter;
import org.clipmeter.ScoreRuns;
import org.clipmeter.compare.Mean;
import org.clipmeter.model.Similarity;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.Question;
import org.clipmeter.score.Failed;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.score.Outcome;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.junit.jupiter.api.Test;

class CitationTest {
    private static final List<Prompt> PROMPTS = List.of(Runs.prompt("a"), Runs.prompt("b"), Runs.prompt("b"));
    private static final List<Outcome> OUTCOMES =
            List.of(Runs.scored(20), Runs.scored(25), new Failed("missing", "gone"));

    private static Citation of(String model, List<Prompt> prompts) {
        return Citation.of(ScoreRuns.of("uce", Runs.of(model, prompts, OUTCOMES)));
    }

    @Test
    void theMethodsParagraphHasTheRunsOwnSettings() {
        Mean.Interval interval = Mean.of(new double[] {20, 25}).interval();
        assertTrue(interval != null);
        assertEquals(
                "We computed the CLIP Score with clipmeter " + ClipMeter.version() + ", whose scores follow "
                        + ClipMeter.REFERENCE
                        + ", under the model openai/clip-vit-base-patch32 (commit 1) in fp32 on cpu. "
                        + "Images were prepared with these settings: bicubic 224. We scored 3 images of 2 prompts (test). "
                        + "1 image failed (missing: 1) and counts in no mean. The mean of logits_per_image over 2 images is "
                        + "22.5000 (95 % BCa bootstrap interval, 9,999 resamples of prompts: "
                        + String.format(java.util.Locale.ROOT, "%.4f to %.4f).", interval.low(), interval.high()),
                of("openai/clip-vit-base-patch32", PROMPTS).methods());
    }

    @Test
    void theSameRunGivesTheSameTexts() {
        assertEquals(of("laion/x", PROMPTS), of("laion/x", PROMPTS));
    }

    @Test
    void aRunWithoutScoresSaysSo() {
        ScoreResult none = Runs.of("m", List.of(Runs.prompt("a")), List.of(new Failed("missing", "gone")));
        String methods = Citation.of(ScoreRuns.of("none", none)).methods();
        assertTrue(methods.endsWith("No image has a score."), methods);
    }

    @Test
    void eachFamilyHasItsOwnPublications() {
        assertEquals(List.of("2103.00020", "2104.08718"), cited(of("openai/clip-vit-base-patch32", PROMPTS)));
        assertEquals(List.of("2103.00020", "2104.08718", "2212.07143"), cited(of("laion/CLIP-ViT-H-14", PROMPTS)));
        assertEquals(List.of("2103.00020", "2104.08718", "2403.15378"), cited(of("BeichenZhang/LongCLIP-L", PROMPTS)));
        Question question = new Question("a dog?", List.of("yes", "no"), "yes", "dog", "animal");
        Prompt asked = new Prompt("c", "coco", "a dog", List.of(question));
        assertEquals(
                List.of("2103.00020", "2104.08718", "2303.11897"),
                cited(of("openai/clip-vit-base-patch32", List.of(asked, asked, asked))));
    }

    @Test
    void preferenceScoresAreNotCitedAsClipScores() {
        ScoreResult run = Runs.of("yuvalkirstain/PickScore_v1", PROMPTS, OUTCOMES);
        ModelInfo model = new ModelInfo(run.model().name(), "commit 1", "cpu", "fp32", "x", 1, "PickScore");
        ScoreResult preference = new ScoreResult(run.pairs(), run.rows(), model, run.config(), 1, run.cached());
        Citation citation = Citation.of(ScoreRuns.of("pick", preference));
        assertEquals(List.of("2305.01569"), cited(citation));
        assertTrue(citation.methods().startsWith("We computed the PickScore "), citation.methods());
    }

    @Test
    void siglipIsCitedUnderItsOwnNameWithItsLicense() {
        for (String name : List.of("google/siglip-base-patch16-224", "google/siglip2-base-patch16-224")) {
            ScoreResult run = Runs.of(name, PROMPTS, OUTCOMES);
            ModelInfo model = new ModelInfo(name, "commit 1", "cpu", "fp32", "x", 1, Similarity.SIGLIP_LOGIT);
            ScoreResult siglip = new ScoreResult(run.pairs(), run.rows(), model, run.config(), 1, run.cached());
            Citation citation = Citation.of(ScoreRuns.of("sig", siglip));
            assertEquals(
                    name.contains("siglip2") ? List.of("2303.15343", "2502.14786") : List.of("2303.15343"),
                    cited(citation));
            String text = citation.methods() + String.join("\n", citation.sources());
            assertTrue(text.startsWith("We computed the siglip_logit with "), text);
            assertTrue(text.contains("The mean of siglip_logit over 2 images is 22.5000"), text);
            assertTrue(text.contains("the model " + name + " (license apache-2.0, as its repository states)"), text);
            assertFalse(text.contains("logits_per_image") || text.contains("CLIP Score"), text);
        }
        String unknown = String.join("\n", of("someone/a-clip", PROMPTS).sources());
        assertTrue(unknown.contains("the model someone/a-clip: see its card"), unknown);
    }

    @Test
    void theBundledModelHasNoPublication() {
        String sources = String.join("\n", of("shapes", PROMPTS).sources());
        assertTrue(sources.contains("it has no publication"), sources);
        assertFalse(of("shapes", PROMPTS).bibtex().contains("url"), "no address is invented");
    }

    /** The publications of the BibTeX entries, which the lines of text name in the same order. */
    private static List<String> cited(Citation citation) {
        List<String> eprints = citation.bibtex()
                .lines()
                .filter(line -> line.startsWith("  eprint = "))
                .map(line -> line.replaceAll("[^0-9.]", ""))
                .toList();
        assertEquals(
                eprints,
                citation.sources().stream()
                        .filter(line -> line.contains(", arXiv "))
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .toList());
        assertEquals(
                citation.bibtex().chars().filter(c -> c == '{').count(),
                citation.bibtex().chars().filter(c -> c == '}').count());
        return eprints;
    }
}
