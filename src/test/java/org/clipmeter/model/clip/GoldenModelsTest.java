package org.clipmeter.model.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.GoldenFixtures;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.model.Similarity;
import org.clipmeter.text.TokenizedText;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@Tag("golden")
final class GoldenModelsTest {
    /** Four times the reference's own float32 noise on these models. */
    private static final double LOGIT_TOLERANCE = 2e-4;

    /** The tolerance with which the fixtures themselves were checked against the reference. */
    private static final double EMBEDDING_TOLERANCE = 1e-4;

    @TempDir
    private static Path scratch;

    @SuppressWarnings("ArrayRecordComponent")
    private record Pair(String image, float[] pixelValues, long[] inputIds, JsonNode expected) {}

    @TestFactory
    List<DynamicTest> everyPairOfEveryModelHasTheReferencesScore() {
        GoldenFixtures golden = GoldenFixtures.orSkip();
        List<DynamicTest> tests = new ArrayList<>();
        golden.json("models/expected/index.json")
                .properties()
                .forEach(entry -> tests.add(DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> compare(
                                golden,
                                entry.getKey(),
                                golden.json(
                                        "models/expected/" + entry.getValue().asText())))));
        assertTrue(!tests.isEmpty(), "models/expected/index.json names no model");
        return tests;
    }

    private static void compare(GoldenFixtures golden, String name, JsonNode expected) throws IOException {
        try (ClipModel model = ClipModel.load(golden.model(name, scratch), "cpu")) {
            assertEquals(expected.path("logit_scale_exp").asDouble(), model.logitScaleExp(), 1e-4, "logit_scale_exp");
            List<Pair> pairs = new ArrayList<>();
            for (JsonNode pair : expected.path("pairs")) {
                pairs.add(read(golden, model, pair));
            }
            double worst = 0;
            double worstToDouble = 0;
            for (int batch : new int[] {1, 3, 8}) {
                double[] logits = logits(model, pairs, batch);
                for (int i = 0; i < logits.length; i++) {
                    JsonNode pair = pairs.get(i).expected();
                    double delta =
                            Math.abs(logits[i] - pair.path("logits_per_image").asDouble());
                    assertTrue(
                            delta <= LOGIT_TOLERANCE,
                            "batch " + batch + ", " + pairs.get(i).image() + ": expected "
                                    + pair.path("logits_per_image") + ", got " + logits[i]);
                    worst = Math.max(worst, delta);
                    worstToDouble = Math.max(
                            worstToDouble,
                            Math.abs(logits[i]
                                    - pair.path("logits_per_image_float64").asDouble()));
                }
            }
            // the fixtures' sensitivity table: a missing epsilon or another gelu is visible only against float64
            assertTrue(worstToDouble <= 1e-4, "worst distance to the float64 score is " + worstToDouble);
            System.out.printf(
                    Locale.ROOT,
                    "golden model %-18s %2d pairs x 3 batch sizes, worst |dlogit| %.2e (to float64 %.2e)%n",
                    name,
                    pairs.size(),
                    worst,
                    worstToDouble);
        }
    }

    private static Pair read(GoldenFixtures golden, ClipModel model, JsonNode pair) throws IOException {
        String image = pair.path("image").asText();
        TokenizedText text = model.tokenizer().encode(pair.path("prompt").asText());
        long[] ids = new long[pair.path("input_ids").size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = pair.path("input_ids").get(i).asLong();
        }
        assertArrayEquals(ids, text.inputIds(), "input_ids of " + pair.path("prompt"));
        assertEquals(pair.path("truncated").asBoolean(), text.truncated());
        return new Pair(image, model.imageProcessor().pixelValues(decoded(golden, image)), ids, pair);
    }

    /** The reference's own pixels if the fixtures contain them, so that differences between codecs do not matter. */
    private static RgbImage decoded(GoldenFixtures golden, String image) throws IOException {
        String exact = "images/decoded/" + image + ".png";
        return ImageDecoder.decode(golden.path(golden.has(exact) ? exact : "images/" + image));
    }

    private static double[] logits(ClipModel model, List<Pair> pairs, int batch) throws IOException {
        double[] logits = new double[pairs.size()];
        for (int from = 0; from < pairs.size(); from += batch) {
            List<Pair> some = pairs.subList(from, Math.min(from + batch, pairs.size()));
            float[][] images =
                    model.imageEmbeds(some.stream().map(Pair::pixelValues).toList());
            float[][] texts = model.textEmbeds(some.stream().map(Pair::inputIds).toList());
            for (int i = 0; i < some.size(); i++) {
                assertEmbedding(some.get(i).expected().path("image_embeds"), images[i]);
                assertEmbedding(some.get(i).expected().path("text_embeds"), texts[i]);
                logits[from + i] = Similarity.cosine(images[i], texts[i]) * model.logitScaleExp();
            }
        }
        return logits;
    }

    private static void assertEmbedding(JsonNode expected, float[] actual) {
        assertEquals(expected.size(), actual.length);
        for (int i = 0; i < actual.length; i++) {
            assertEquals(expected.get(i).asDouble(), actual[i], EMBEDDING_TOLERANCE, "element " + i);
        }
    }
}
