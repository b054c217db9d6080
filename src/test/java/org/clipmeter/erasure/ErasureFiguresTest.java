package org.clipmeter.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.clipmeter.compare.Proportion;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.pairs.ImageFile;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures that were computed by hand. */
class ErasureFiguresTest {
    private static final float[] RIGHT = {1, 0};
    private static final float[] UP = {0, 1};

    private static AttackRate.Attack attack(@Nullable Double cosine, ImageFlag... flags) {
        return new AttackRate.Attack("a.png", new ImageKey("", null, null, "a"), cosine, null, Set.of(flags));
    }

    @Test
    void anAttackSucceedsAboveTheThresholdAndNotAtIt() {
        AttackRate rate = new AttackRate(
                "circle",
                List.of(attack(0.28), attack(0.281), attack(0.5), attack(null), attack(-0.1)),
                0.28,
                "given",
                null);
        assertEquals(new Proportion(2, 4), rate.rate());
        assertEquals(new Proportion(3, 4), rate.rateAbove(0.2));
        assertNull(rate.withoutFlagged());
    }

    @Test
    void blackAndTransparentPicturesAreLeftOutBeside() {
        AttackRate rate = new AttackRate(
                "circle",
                List.of(
                        attack(0.5),
                        attack(0.1, ImageFlag.ALL_BLACK),
                        attack(0.1, ImageFlag.TRANSPARENT),
                        attack(0.1, ImageFlag.DAMAGED)),
                0.28,
                "given",
                null);
        AttackRate clean = rate.withoutFlagged();
        assertNotNull(clean);
        assertEquals(new Proportion(1, 4), rate.rate());
        assertEquals(new Proportion(1, 2), clean.rate());
    }

    @Test
    void separateImagesAreCalibratedWithoutError() {
        Calibration calibration = Calibration.of(new double[] {0.3, 0.5}, new double[] {0.1, 0.2});
        assertEquals(0.25, calibration.threshold(), 1e-12);
        assertEquals(0, calibration.errorRate());
    }

    /** With 4 and 4 images of which one each is on the wrong side, the errors are equal at 1/4, between 0.25 and 0.3. */
    @Test
    void theThresholdErrsEquallyOnBothSides() {
        Calibration calibration =
                Calibration.of(new double[] {0.2, 0.4, 0.5, 0.6}, new double[] {0.1, 0.15, 0.25, 0.45});
        assertEquals(0.325, calibration.threshold(), 1e-12);
        assertEquals(new Proportion(1, 4), calibration.missed());
        assertEquals(new Proportion(1, 4), calibration.falseAlarms());
        assertEquals(0.25, calibration.errorRate());
    }

    @Test
    void aCalibrationNeedsBothKinds() {
        assertThrows(InvalidRequestException.class, () -> Calibration.of(new double[] {0.3}, new double[0]));
    }

    /** At distance √2 the kernel is exp(-2/200), so CMMD of one image each is 2000 · (1 - exp(-0.01)). */
    @Test
    void cmmdIsThatOfItsKernel() {
        Cmmd cmmd = Cmmd.of(List.of(RIGHT), List.of(UP), () -> false);
        assertEquals(2000 * (1 - Math.exp(-0.01)), cmmd.value(), 1e-9);
        assertNotNull(cmmd.caution());
        // Two images each, one in common: kernel means are (1 + k)/2 within {right, up}, 1 within {up, up}, (1 + k)/2
        // across.
        double k = Math.exp(-0.01);
        Cmmd half = Cmmd.of(List.of(RIGHT, UP), List.of(UP, UP), () -> false);
        assertEquals(1000 * ((1 + k) / 2 + 1 - (1 + k)), half.value(), 1e-9);
        assertEquals(
                0, Cmmd.of(List.of(RIGHT, UP), List.of(UP, RIGHT), () -> false).value(), 1e-12);
        assertThrows(InvalidRequestException.class, () -> Cmmd.of(List.of(), List.of(UP), () -> false));
        assertThrows(CancellationException.class, () -> Cmmd.of(List.of(UP), List.of(UP), () -> true));
    }

    private static ImageKey named(String stem) {
        return new ImageKey("", null, null, stem);
    }

    private static EmbeddedRun run(String name, ModelInfo model, List<String> stems, List<float[]> vectors) {
        return new EmbeddedRun(
                name,
                stems.stream().map(ErasureFiguresTest::named).toList(),
                vectors.stream().map(ErasureExamples::embedded).toList(),
                model);
    }

    @Test
    void imagesAreJoinedByNameAndNeverByOrder() {
        ImagePairs pairs = ImagePairs.of(
                List.of(named("a"), named("b"), named("c")), List.of(named("c"), named("a"), named("d"), named("e")));
        assertEquals(List.of(new ImagePairs.Pair(0, 1), new ImagePairs.Pair(2, 0)), pairs.pairs());
        assertEquals(List.of("1 only in sd", "2 only in uce"), pairs.leftovers("sd", "uce"));
    }

    @Test
    void imagesOfRunsOfTheReferenceAreJoinedByTheirNumber() {
        ImagePairs pairs = ImagePairs.of(
                List.of(named("sd_clip_score_aaaaaaaa_0"), named("sd_clip_score_aaaaaaaa_10")),
                List.of(named("esd_clip_score_bbbbbbbb_10"), named("esd_clip_score_bbbbbbbb_00")));
        assertEquals(List.of(new ImagePairs.Pair(0, 1), new ImagePairs.Pair(1, 0)), pairs.pairs());
    }

    @Test
    void numbersOfSeveralSeriesJoinNothing() {
        assertTrue(ImagePairs.of(List.of(named("a_1"), named("b_2")), List.of(named("c_1"), named("c_2")))
                .pairs()
                .isEmpty());
    }

    @Test
    void namesThatStandForSeveralImagesJoinNothing() {
        List<ImageKey> twice =
                List.of(new ImageKey("", "7", "a circle", "x_1"), new ImageKey("", "7", "a circle", "y_1"));
        List<ImageKey> other = List.of(new ImageKey("", "7", "a circle", "z_1"));
        assertTrue(ImagePairs.of(twice, other).pairs().isEmpty());
        assertEquals("", ImagePairs.of(twice, other).joined());
    }

    @Test
    void imagesOfDifferentPromptsAreNotJoined() {
        ImagePairs pairs = ImagePairs.of(
                List.of(new ImageKey("", null, "a circle", "x_0"), new ImageKey("", null, "a star", "x_1")),
                List.of(new ImageKey("", null, "a circle", "x_0"), new ImageKey("", null, "a square", "x_1")));
        assertEquals(1, pairs.pairs().size());
        assertEquals(1, pairs.firstOnly());
    }

    @Test
    void clipIIsTheMeanCosineOfJoinedImages() {
        EmbeddedRun original = run("sd", Runs.MODEL, List.of("a", "b", "c"), List.of(RIGHT, UP, UP));
        EmbeddedRun erased = run("uce", Runs.MODEL, List.of("b", "a"), List.of(RIGHT, RIGHT));
        Preserved preserved = Preserved.of(original, erased, null, () -> false);
        assertEquals(0.5, preserved.similarity().mean().value(), 1e-12);
        assertEquals(2, preserved.similarity().mean().n());
        assertEquals(3, preserved.distance().first());
        assertNull(preserved.floor());
        assertNull(preserved.withoutFlagged(() -> false));
    }

    @Test
    void runsOfDifferentModelsAreRefused() {
        ModelInfo other = new ModelInfo("openai/clip-vit-large-patch14", "commit 2", "cpu", "fp32", "bicubic 224", 1);
        EmbeddedRun original = run("sd", Runs.MODEL, List.of("a"), List.of(RIGHT));
        EmbeddedRun erased = run("uce", other, List.of("a"), List.of(RIGHT));
        String refusal = assertThrows(
                        InvalidRequestException.class, () -> Preserved.of(original, erased, null, () -> false))
                .getMessage();
        assertTrue(refusal.contains("same clip_model_name"), refusal);
        assertThrows(InvalidRequestException.class, () -> Preserved.of(original, original, erased, () -> false));
    }

    /** The harmonic mean of 1, 1/2 and 1/4 is 3 / (1 + 2 + 4). */
    @Test
    void errIsTheHarmonicMeanOfTheArmsThatAreKnown() {
        assertEquals(3 / 7.0, new Err(new Proportion(1, 2), 1.0, 0.25).value());
        Err two = new Err(new Proportion(1, 2), null, 0.25);
        assertEquals(2 / 6.0, two.value());
        assertEquals(List.of("forgetting"), two.missing());
        assertEquals(0, new Err(new Proportion(0, 2), 1.0, 1.0).value());
        assertNull(new Err(new Proportion(0, 0), null, null).value());
        assertThrows(InvalidRequestException.class, () -> new Err(new Proportion(1, 1), 80.0, null));
    }

    private static ScoreResult scores(double... logits) {
        List<Prompt> prompts = List.of(
                new Prompt("a", "own", "a red circle", List.of()),
                new Prompt("b", "own", "a blue circle", List.of()),
                new Prompt("c", "own", "a Star of circles", List.of()),
                new Prompt("d", "own", "a circle left of a star", List.of()));
        return Runs.of(
                "B/32", prompts, Arrays.stream(logits).mapToObj(Runs::scored).toList());
    }

    @Test
    void collateralDamageIsTheMeanChangeOfTheConceptsPrompts() {
        ScoreResult original = scores(20, 22, 10, 30);
        Map<String, String> conceptOf = PromptConcepts.ofWords(
                List.of("circle", "star"),
                original.pairs().pairs().stream().map(pair -> pair.prompt()).toList());
        assertEquals(Map.of("a", "circle", "b", "circle", "c", "star"), conceptOf, "d names both, c has no circle");
        Map<String, @Nullable Double> order = new LinkedHashMap<>();
        order.put("circle", 1.0);
        order.put("hexagon", 0.9);
        order.put("star", 0.2);
        Collateral collateral = Collateral.of("sd", original, "uce", scores(15, 11, 12, 0), "circle", conceptOf, order);
        assertEquals(
                List.of("circle", "star"),
                collateral.concepts().stream().map(Collateral.Change::concept).toList());
        assertEquals(-8, collateral.concepts().get(0).delta().value(), 1e-12);
        assertEquals(21, collateral.concepts().get(0).original(), 1e-12);
        assertEquals(2, collateral.concepts().get(1).delta().value(), 1e-12);
        assertEquals(1, collateral.unknown());
        assertThrows(
                InvalidRequestException.class,
                () -> Collateral.of("sd", original, "uce", original, "moon", Map.of(), order));
    }

    @Test
    void conceptsOfAColumnAreFoundByThePrompt(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("prompts.csv"),
                "prompt,concept\na red circle,circle\na blue circle,circle\na blue circle,moon\nother,star\n");
        List<Prompt> prompts = scores(1, 2, 3, 4).pairs().pairs().stream()
                .map(pair -> pair.prompt())
                .toList();
        assertEquals(Map.of("a", "circle"), PromptConcepts.ofColumn(file, prompts), "b has two concepts");
        Path without = Files.writeString(folder.resolve("without.csv"), "prompt,style\na red circle,circle\n");
        assertThrows(InvalidRequestException.class, () -> PromptConcepts.ofColumn(without, prompts));
    }

    /** One target and one other image changed of two each: paired by the images' names, whatever their order. */
    @Test
    void techniquesAreComparedImageByImage() {
        List<String> concepts = List.of("circle", "square", "star");
        ErasureAccuracy sd =
                ErasureAccuracy.of(ErasureExamples.seen("circle circle circle", "circle square square"), concepts);
        List<SeenImage> other = ErasureExamples.seen("circle circle square", "circle square star");
        List<SeenImage> renamed = new ArrayList<>();
        for (int i = other.size() - 1; i >= 0; i--) {
            ConceptImage image = other.get(i).image();
            ImageKey key = sd.images().get(i).image().key();
            renamed.add(new SeenImage(
                    new ConceptImage(image.path(), image.name(), key, image.erased(), image.concept(), null),
                    other.get(i).seen(),
                    false,
                    null,
                    null,
                    Set.of()));
        }
        AccuracyChange change = AccuracyChange.of("sd", sd, "uce", ErasureAccuracy.of(renamed, concepts));
        assertEquals("joined by file name", change.joined());
        assertNotNull(change.ua());
        assertNotNull(change.ira());
        assertTrue(change.ua().paired());
        assertEquals(1, change.ua().delta());
        assertEquals(-1, change.ira().delta());
        ErasureAccuracy strangers =
                ErasureAccuracy.of(ErasureExamples.seen("star star square", "star star square"), concepts);
        AccuracyChange groups = AccuracyChange.of("sd", sd, "esd", strangers);
        assertNotNull(groups.ua());
        assertEquals(false, groups.ua().paired());
        assertNull(groups.ira());
    }

    @Test
    void aKeyHasTheFileNameWithoutItsEnding() {
        ImageKey key = ImageKey.of(new ImageFile(Path.of("out/a.b_007.png"), "a.b_007.png", null, null, null), "");
        assertEquals("a.b_007", key.stem());
        assertEquals("7", key.number());
    }
}
