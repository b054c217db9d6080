package org.clipmeter.model.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.ReferencePython;
import org.clipmeter.files.PythonJson;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.model.Similarity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks the small checkpoints that {@code checkpoint_matrix.py} writes: each gives the same logits as transformers, or
 * is refused for the reason that the script names. Whatever transformers refuses must be refused here too. The script
 * lists, with reasons, what is refused only here.
 */
final class CheckpointMatrixPythonIT {
    private static final String SCRIPT = "checkpoint_matrix.py";
    private static final double TOLERANCE = 2e-4; // on logits of up to 12, float32 in both
    private static final double TOLERANCE_OF_BF16 = 0.3; // 8 bits of mantissa through up to three layers

    @TempDir
    private Path scratch;

    private final List<RgbImage> images = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private double worst;
    private double worstOfBf16;

    @Test
    void everyCheckpointGivesTheNumbersOfTransformersOrIsRefusedByName() throws Exception {
        JsonNode expected = written();
        for (JsonNode image : expected.get("images")) {
            images.add(ImageDecoder.decode(Path.of(image.asText())));
        }
        expected.get("texts").forEach(text -> texts.add(text.asText()));
        List<String> problems = new ArrayList<>();
        int refused = 0;
        for (JsonNode row : expected.get("cases")) {
            String problem = problem(row);
            if (!problem.isEmpty()) {
                problems.add(row.get("folder").asText() + ", " + row.get("name").asText() + ": " + problem);
            }
            refused += row.get("refused").isNull() ? 0 : 1;
        }
        assertEquals(List.of(), problems);
        int cases = expected.get("cases").size();
        assertTrue(cases > 100 && refused > 50, cases + " cases, " + refused + " refused");
        System.out.printf(
                Locale.ROOT,
                "checkpoints: %d, of which %d are refused; worst |delta logit| %.1e, in bf16 %.1e%n",
                cases,
                refused,
                worst,
                worstOfBf16);
    }

    private JsonNode written() throws IOException, InterruptedException {
        ReferencePython.run(CheckpointMatrixPythonIT.class, SCRIPT, scratch, scratch.toString());
        return PythonJson.parse(Files.readAllBytes(scratch.resolve("expected.json")))
                .root();
    }

    /** What is wrong with the result for one checkpoint; empty if nothing is. */
    private String problem(JsonNode row) throws IOException {
        Path folder = scratch.resolve(row.get("folder").asText());
        JsonNode refusal = row.get("refused");
        if (!refusal.isNull() && row.has("logits") == row.get("although").isNull()) {
            return "transformers " + (row.has("logits") ? "loads it: say why it is refused" : "refuses it too");
        }
        try (ClipModel model = ClipModel.load(folder, "cpu")) {
            if (!refusal.isNull()) {
                return "loaded, expected a refusal with '" + refusal.asText() + "'";
            }
            if (!row.has("logits")) {
                return "loaded, but transformers refused it: "
                        + row.path("error").asText();
            }
            String warnings = String.join("\n", model.warnings());
            JsonNode warned = row.get("warned");
            if (warned.isNull() ? !warnings.isEmpty() : !warnings.contains(warned.asText())) {
                return "the warnings are '" + warnings + "', expected " + warned;
            }
            double delta = difference(model, row.get("logits"));
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
        ModelOptions options = ModelOptions.defaults().withDevice("cpu").withPrecision(ModelOptions.Precision.BF16);
        try (ClipModel model = ClipModel.load(folder, options)) {
            double delta = difference(model, logits);
            worstOfBf16 = Math.max(worstOfBf16, delta);
            return delta <= TOLERANCE_OF_BF16 ? "" : "the logits in bf16 differ by " + delta;
        }
    }

    private double difference(ClipModel model, JsonNode logits) throws IOException {
        double most = 0;
        List<long[]> ids = new ArrayList<>();
        for (String text : texts) {
            ids.add(model.tokenizer().encode(text).inputIds());
        }
        float[][] textEmbeds = model.textEmbeds(ids);
        for (int i = 0; i < images.size(); i++) {
            float[] image = model.imageEmbeds(List.of(model.imageProcessor().pixelValues(images.get(i))))[0];
            assertEquals(textEmbeds.length, logits.get(i).size());
            for (int t = 0; t < textEmbeds.length; t++) {
                double cosine = Similarity.cosine(image, textEmbeds[t]);
                double delta = Math.abs(
                        cosine * model.logitScaleExp() - logits.get(i).get(t).asDouble());
                most = Math.max(most, Double.isNaN(delta) ? Double.POSITIVE_INFINITY : delta);
            }
        }
        return most;
    }
}
