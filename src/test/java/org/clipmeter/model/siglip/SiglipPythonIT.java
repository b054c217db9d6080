package org.clipmeter.model.siglip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.clipmeter.ReferencePython;
import org.clipmeter.files.PythonJson;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.model.LoadedModel;
import org.clipmeter.model.ModelFamily;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.TwoTower;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks the small checkpoints that {@code siglip_matrix.py} writes: each gives the same tokens and logits as transformers'
 * SiglipModel with its tokenizers, or is refused for the reason that the script names.
 */
final class SiglipPythonIT {
    private static final String SCRIPT = "siglip_matrix.py";
    private static final double TOLERANCE = 1e-4; // on logits from -14 to 7, float32 in both

    /** A cosine to about 0.02 after up to three layers with 8 bits of mantissa; the logit is ten times the cosine. */
    private static final double TOLERANCE_OF_BF16 = 0.2;

    @TempDir
    private Path scratch;

    private final List<RgbImage> images = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private double worst;
    private double worstOfBf16;

    @Test
    void everyCheckpointGivesTheTokensAndLogitsOfTransformersOrIsRefusedByName() throws Exception {
        ReferencePython.output(ReferencePython.ofOpenClip(), SiglipPythonIT.class, SCRIPT, scratch, scratch.toString());
        JsonNode expected = PythonJson.parse(Files.readAllBytes(scratch.resolve("expected.json")))
                .root();
        for (JsonNode image : expected.get("images")) {
            images.add(ImageDecoder.decode(Path.of(image.asText())));
        }
        expected.get("texts").forEach(text -> texts.add(text.asText()));
        List<String> problems = new ArrayList<>();
        for (JsonNode row : expected.get("cases")) {
            String problem = problem(row);
            if (!problem.isEmpty()) {
                problems.add(row.get("folder").asText() + ", " + row.get("name").asText() + ": " + problem);
            }
        }
        assertEquals("", String.join("\n", problems));
        assertTrue(expected.get("cases").size() > 50, expected.get("cases").size() + " cases");
        System.out.printf(
                Locale.ROOT,
                "SigLIP checkpoints: %d; worst |delta logit| %.1e, in bf16 %.1e%n",
                expected.get("cases").size(),
                worst,
                worstOfBf16);
    }

    private static LoadedModel load(Path folder, ModelOptions options) throws IOException {
        CheckpointFolder checkpoint = CheckpointFolder.open(folder);
        ModelFamily family = checkpoint.modelType().equals("siglip2") ? new NaflexFamily() : new SiglipFamily();
        return family.load(checkpoint, options.withDevice("cpu"));
    }

    /** What is wrong with the result for one checkpoint; empty if nothing is. */
    private String problem(JsonNode row) throws IOException {
        JsonNode refusal = row.get("refused");
        Path folder = scratch.resolve(row.get("folder").asText());
        try (LoadedModel model = load(folder, ModelOptions.defaults())) {
            if (!refusal.isNull()) {
                return "loaded, expected a refusal with '" + refusal.asText() + "'";
            }
            String warnings = String.join("\n", model.warnings());
            JsonNode warned = row.get("warned");
            if (warned.isNull() ? !warnings.isEmpty() : !warnings.contains(warned.asText())) {
                return "the warnings are '" + warnings + "', expected " + warned;
            }
            TwoTower towers = model.towers(model.imageRules());
            String tokens = differentTokens(towers, row.get("ids"));
            if (!tokens.isEmpty()) {
                return tokens;
            }
            double delta = difference(towers, row.get("logits"));
            worst = Math.max(worst, delta);
            if (!(delta <= TOLERANCE)) {
                return "the logits differ by " + delta;
            }
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            if (refusal.isNull()) {
                return "refused: " + message;
            }
            return message.contains(refusal.asText()) ? "" : "refused with '" + message + "', expected " + refusal;
        }
        return row.get("name").asText().contains("hidden_act") ? problemOfBf16(folder, row.get("logits")) : "";
    }

    private String problemOfBf16(Path folder, JsonNode logits) throws IOException {
        ModelOptions options = ModelOptions.defaults().withPrecision(ModelOptions.Precision.BF16);
        try (LoadedModel model = load(folder, options)) {
            double delta = difference(model.towers(model.imageRules()), logits);
            worstOfBf16 = Math.max(worstOfBf16, delta);
            return delta <= TOLERANCE_OF_BF16 ? "" : "the logits in bf16 differ by " + delta;
        }
    }

    private String differentTokens(TwoTower towers, JsonNode expected) {
        for (int i = 0; i < texts.size(); i++) {
            long[] ids = new long[expected.get(i).size()];
            for (int t = 0; t < ids.length; t++) {
                ids[t] = expected.get(i).get(t).asLong();
            }
            long[] found = towers.tokens(texts.get(i)).inputIds();
            if (!Arrays.equals(ids, found)) {
                return "the tokens of '" + texts.get(i) + "' are " + Arrays.toString(found) + ", expected "
                        + Arrays.toString(ids);
            }
        }
        return "";
    }

    private double difference(TwoTower towers, JsonNode logits) throws IOException {
        double most = 0;
        List<long[]> ids = new ArrayList<>();
        for (String text : texts) {
            ids.add(towers.tokens(text).inputIds());
        }
        float[][] textEmbeds = towers.textEmbeds(ids);
        for (int i = 0; i < images.size(); i++) {
            float[] image = towers.imageEmbeds(List.of(towers.pixelValues(images.get(i))))[0];
            assertEquals(textEmbeds.length, logits.get(i).size());
            for (int t = 0; t < textEmbeds.length; t++) {
                double logit = towers.similarity().logit(Similarity.cosine(image, textEmbeds[t]));
                double delta = Math.abs(logit - logits.get(i).get(t).asDouble());
                most = Math.max(most, Double.isNaN(delta) ? Double.POSITIVE_INFINITY : delta);
            }
        }
        return most;
    }
}
