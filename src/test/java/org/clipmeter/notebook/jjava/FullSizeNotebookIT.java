package org.clipmeter.notebook.jjava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.GoldenFixtures;
import org.clipmeter.ReferencePython;
import org.clipmeter.hub.StandInHub;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.TifaReader;
import org.clipmeter.score.ImageFile;
import org.clipmeter.score.Images;
import org.clipmeter.weights.RandomCheckpoint;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official-size path: a full-size L/14 checkpoint from a Hub, photographs and their captions, in a real kernel. */
class FullSizeNotebookIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String L14 = "openai/clip-vit-large-patch14";

    /** As for the small models of the fixtures: four times the reference's own float32 noise there. */
    private static final double TOLERANCE = 2e-4;

    @TempDir
    private Path scratch;

    @Test
    void scoresThreePhotographsAsTransformersDoes() throws IOException, InterruptedException {
        GoldenFixtures golden = GoldenFixtures.orSkip();
        Path tifa = Path.of(System.getProperty("testdata", "../shared/data"), "tifa")
                .toAbsolutePath()
                .normalize();
        Assumptions.assumeTrue(
                Files.exists(tifa.resolve("tifa_v1.0_text_inputs.json")),
                "no TIFA captions and photographs at " + tifa + " (system property testdata)");
        Path repositories = scratch.resolve("hub");
        Path checkpoint = Files.createDirectories(repositories.resolve(L14));
        RandomCheckpoint.write(
                RandomCheckpoint.Architecture.L14,
                14,
                checkpoint,
                RandomCheckpoint.Format.SAFETENSORS,
                golden.path("tokenizer_files"));

        JsonNode notebook;
        try (StandInHub hub = StandInHub.start(repositories)) {
            notebook = execute(hub, tifa);
        }

        PromptSet all =
                TifaReader.read(tifa.resolve("tifa_v1.0_text_inputs.json")).prompts();
        List<Path> images = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        for (ImageFile image : Images.in(tifa).files()) {
            images.add(image.path());
            captions.add(all.byId().get(image.name().replace(".jpg", "")).text());
        }
        assertEquals(3, images.size());
        JsonNode scores = printedJson(notebook, "details").path("per_image_scores");
        List<JsonNode> expected = ReferencePython.logitsPerImage(checkpoint, images, captions, scratch);
        double worst = 0;
        for (int i = 0; i < 3; i++) {
            double reference = expected.get(i).get(i).asDouble();
            assertEquals(reference, scores.get(i).asDouble(), TOLERANCE, captions.get(i));
            worst = Math.max(worst, Math.abs(reference - scores.get(i).asDouble()));
        }
        System.out.printf(
                Locale.ROOT,
                "full-size L/14 in the kernel: 3 photographs, worst |dlogit| to transformers %.1e%n",
                worst);
    }

    private JsonNode execute(StandInHub hub, Path tifa) throws IOException, InterruptedException {
        Path project = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
        Path log = scratch.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        Kernel.python().toString(),
                        project.resolve("quickstart.py").toString(),
                        "--execute",
                        project.resolve("notebooks/full-size.ipynb").toString(),
                        scratch.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("HF_ENDPOINT", hub.endpoint().toString());
        builder.environment().put("HF_HUB_CACHE", scratch.resolve("cache").toString());
        builder.environment().put("CLIPMETER_TIFA", tifa.toString());
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        int exit = builder.start().waitFor();
        String printed = Files.readString(log, StandardCharsets.UTF_8);
        assertEquals(0, exit, printed);
        JsonNode notebook = JSON.readTree(Files.readAllBytes(scratch.resolve("full-size.ipynb")));
        for (JsonNode output : notebook.findValues("output_type")) {
            assertFalse(output.asText().equals("error"), printed);
        }
        return notebook;
    }

    /** The value of KEY in the one JSON document that a cell of the notebook prints. */
    private static JsonNode printedJson(JsonNode notebook, String key) throws IOException {
        for (JsonNode text : notebook.findValues("text")) {
            StringBuilder joined = new StringBuilder();
            text.forEach(line -> joined.append(line.asText()));
            if (joined.toString().startsWith("{")) {
                return JSON.readTree(joined.toString()).path(key);
            }
        }
        throw new AssertionError("no cell prints JSON");
    }
}
