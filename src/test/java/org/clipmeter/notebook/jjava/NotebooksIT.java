package org.clipmeter.notebook.jjava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.GoldenFixtures;
import org.clipmeter.ReferencePython;
import org.clipmeter.hub.StandInHub;
import org.clipmeter.pairs.ImageFile;
import org.clipmeter.pairs.Images;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.TifaReader;
import org.clipmeter.weights.RandomCheckpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Executes the notebooks of the project in the same way as quickstart.py. */
class NotebooksIT {
    private static final Pattern VALUE = Pattern.compile("(?m)^CLIP Score (-?[0-9.]+) ");

    /** Four times the reference's own float32 noise on the models of the fixtures. */
    private static final double TOLERANCE = 2e-4;

    private static final Path PROJECT =
            Path.of(System.getProperty("basedir", ".")).toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void theQuickstartRunsOfflineAndPrintsItsValue() throws IOException, InterruptedException {
        String printed = execute("quickstart.ipynb", Map.of("HF_HUB_OFFLINE", "1"));
        Matcher value = VALUE.matcher(printed);
        assertTrue(value.find(), printed);
        assertTrue(Double.parseDouble(value.group(1)) > 10, printed);
        assertTrue(Files.size(folder.resolve("quickstart.html")) > 100_000);
    }

    @Test
    void photographsAreScoredWithAFullSizeModelFromAHubAsTransformersScoresThem(@TempDir Path scratch)
            throws IOException, InterruptedException {
        Path photographs = Path.of(System.getProperty("testdata", "../shared/data"), "tifa");
        assumeTrue(Files.isDirectory(photographs), "no photographs at " + photographs + " (system property testdata)");
        GoldenFixtures golden = GoldenFixtures.orSkip();
        Path repository = Files.createDirectories(scratch.resolve("hub/openai/clip-vit-large-patch14"));
        RandomCheckpoint.write(
                RandomCheckpoint.Architecture.L14,
                14,
                repository,
                RandomCheckpoint.Format.SAFETENSORS,
                golden.path("tokenizer_files"));
        try (StandInHub hub = StandInHub.start(scratch.resolve("hub"))) {
            String printed = execute(
                    "full-size.ipynb",
                    Map.of(
                            "HF_ENDPOINT",
                            hub.endpoint(),
                            "HF_HUB_CACHE",
                            scratch.resolve("cache").toString(),
                            "HF_HUB_OFFLINE",
                            "0",
                            "CLIPMETER_TIFA",
                            photographs.toAbsolutePath().normalize().toString()));
            assertTrue(printed.contains("evaluated 3 of 3"), printed);
        }
        compareWithTransformers(photographs, repository, scratch);
    }

    @Test
    void theComparisonFindsThatCirclesWereErased() throws IOException, InterruptedException {
        String printed = execute("compare.ipynb", Map.of("HF_HUB_OFFLINE", "1"));
        Matcher value = VALUE.matcher(printed);
        assertTrue(value.find(), printed);
        double before = Double.parseDouble(value.group(1));
        assertTrue(value.find(), printed);
        assertTrue(Double.parseDouble(value.group(1)) < before - 0.3, printed);
    }

    /** Compares the outputs that are stored in a notebook with those of a new run, without their figures. */
    @ParameterizedTest
    @ValueSource(strings = {"quickstart.ipynb", "compare.ipynb", "models.ipynb"})
    void theKeptNotebookShowsWhatARunShows(String notebook) throws IOException, InterruptedException {
        execute(notebook, Map.of("HF_HUB_OFFLINE", "1"));
        List<String> kept =
                ExecutedNotebook.outputs(PROJECT.resolve("notebooks").resolve(notebook));
        assertTrue(kept.size() > 8, kept::toString);
        assertEquals(String.join("\n", kept), String.join("\n", ExecutedNotebook.outputs(folder.resolve(notebook))));
    }

    private void compareWithTransformers(Path photographs, Path model, Path scratch)
            throws IOException, InterruptedException {
        PromptSet all = TifaReader.read(photographs.resolve("tifa_v1.0_text_inputs.json"))
                .prompts();
        List<Path> images = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        for (ImageFile image : Images.in(photographs).files()) {
            images.add(image.path());
            captions.add(all.byId().get(image.name().replace(".jpg", "")).text());
        }
        assertEquals(3, images.size());
        JsonNode scores = printedJson("full-size.ipynb").path("details").path("per_image_scores");
        List<JsonNode> expected = ReferencePython.logitsPerImage(model, images, captions, scratch);
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

    /** The one JSON document that a cell of the executed notebook prints. */
    private JsonNode printedJson(String notebook) throws IOException {
        for (JsonNode text :
                new JsonMapper().readTree(folder.resolve(notebook).toFile()).findValues("text")) {
            StringBuilder joined = new StringBuilder();
            text.forEach(line -> joined.append(line.asText()));
            if (joined.toString().startsWith("{")) {
                return new JsonMapper().readTree(joined.toString());
            }
        }
        throw new AssertionError("no cell of " + notebook + " prints JSON");
    }

    private String execute(String notebook, Map<String, String> environment) throws IOException, InterruptedException {
        Path log = folder.resolve("kernel.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Kernel.python().toString(),
                        PROJECT.resolve("src/build/run_notebook.py").toString(),
                        PROJECT.resolve("notebooks").resolve(notebook).toString(),
                        folder.toString())
                .redirectError(log.toFile());
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> printed + read(log));
        assertEquals(List.of(), ExecutedNotebook.failures(folder.resolve(notebook)));
        return printed;
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
