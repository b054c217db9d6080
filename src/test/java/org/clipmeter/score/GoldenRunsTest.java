package org.clipmeter.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.GoldenFixtures;
import org.clipmeter.embed.LongPrompts;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.Pairs;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole runs of the reference metric, with unreadable pictures, prompts that are too long, and the mean over the rest.
 */
@Tag("golden")
final class GoldenRunsTest {
    /** Four times the reference's own float32 noise. */
    private static final double TOLERANCE = 2e-4;

    /** How far two gray levels in a few pixels may move a score if another codec decoded the picture. */
    private static final double CODEC_TOLERANCE = 3e-2;

    @TempDir
    private static Path scratch;

    @TestFactory
    List<DynamicTest> everyRunHasTheReferencesScores() {
        GoldenFixtures golden = GoldenFixtures.orSkip();
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode run : golden.json("models/expected/whole_runs.json").path("runs")) {
            tests.add(DynamicTest.dynamicTest(
                    run.path("model").asText() + " over " + run.path("images").size() + " pairs",
                    () -> compare(golden, run)));
        }
        assertFalse(tests.isEmpty(), "models/expected/whole_runs.json names no run");
        return tests;
    }

    private static void compare(GoldenFixtures golden, JsonNode run) throws IOException {
        try (ClipModel model = ClipModel.load(golden.model(run.path("model").asText(), scratch), "cpu")) {
            double worst = compare(golden, run, model, LongPrompts.FAIL, run.path("per_image_scores"));
            JsonNode cut = run.path("per_image_scores_if_prompts_are_cut_to_77");
            worst = Math.max(worst, compare(golden, run, model, LongPrompts.CUT, cut));
            System.out.printf(
                    Locale.ROOT,
                    "golden run %-18s %2d pairs, worst |dlogit| %.2e%n",
                    run.path("model").asText(),
                    run.path("images").size(),
                    worst);
        }
    }

    private static double compare(
            GoldenFixtures golden, JsonNode run, ClipModel model, LongPrompts longPrompts, JsonNode expected)
            throws IOException {
        ScoreResult result = new Scorer(
                        model.towers(model.imageRules()),
                        ScoreOptions.defaults().withBatchSize(5).withLongPrompts(longPrompts))
                .score(pairs(golden, run), () -> Runs.MODEL, Runs.CONFIG, ScoreProgress.none(), () -> false);
        assertEquals(expected.size(), result.totalCount());
        double worst = 0;
        double sum = 0;
        int scored = 0;
        double loosest = TOLERANCE;
        for (int i = 0; i < expected.size(); i++) {
            ScoreRow row = result.rows().get(i);
            String image = run.path("images").get(i).asText();
            if (expected.get(i).isNull()) {
                Failed failed = (Failed) row.outcome();
                assertFalse(failed.status().endsWith("_error"), image + ": " + failed);
                continue;
            }
            assertEquals("scored", row.outcome().status(), image + ": " + row.outcome());
            double got = ((Scored) row.outcome()).logitsPerImage();
            double tolerance = decodedAsTheReference(golden, image) ? TOLERANCE : CODEC_TOLERANCE;
            loosest = Math.max(loosest, tolerance);
            assertEquals(expected.get(i).doubleValue(), got, tolerance, image);
            worst = Math.max(worst, Math.abs(expected.get(i).doubleValue() - got));
            sum += expected.get(i).doubleValue();
            scored++;
        }
        assertEquals(scored, result.evaluatedCount());
        if (scored == 0) {
            assertNull(result.value(), "the reference says 0.0 where nothing could be scored, this project null");
        } else {
            assertEquals(sum / scored, result.value(), loosest);
        }
        if (longPrompts == LongPrompts.FAIL) {
            assertEquals(run.path("evaluated_count").intValue(), result.evaluatedCount());
            assertEquals(run.path("total_count").intValue(), result.totalCount());
            if (scored > 0) {
                assertEquals(run.path("value").doubleValue(), result.value(), loosest);
            }
        }
        return worst;
    }

    /** The run's pairs, read from a manifest as a user would give it. */
    private static Pairs pairs(GoldenFixtures golden, JsonNode run) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 0; i < run.path("images").size(); i++) {
            Path image = golden.path(run.path("images").get(i).asText()).toAbsolutePath();
            rows.add(Map.of(
                    "image",
                    image.toString(),
                    "prompt",
                    run.path("prompts").get(i).asText()));
        }
        assertTrue(!rows.isEmpty(), "a run without images");
        Path manifest = Files.createTempFile("whole_runs", ".json");
        try {
            JsonMapper.builder().build().writeValue(manifest.toFile(), rows);
            return Pairs.of(Images.manifest(manifest));
        } finally {
            Files.delete(manifest);
        }
    }

    /** Whether our decoder gives the reference's bytes; true if the fixtures do not include them. */
    private static boolean decodedAsTheReference(GoldenFixtures golden, String image) throws IOException {
        String exact = "images/decoded/" + image.substring(image.indexOf('/') + 1) + ".png";
        return !golden.has(exact)
                || Arrays.equals(
                        ImageDecoder.decode(golden.path(exact)).rgb(),
                        ImageDecoder.decode(golden.path(image)).rgb());
    }
}
