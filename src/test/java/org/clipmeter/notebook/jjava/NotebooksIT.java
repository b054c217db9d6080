package org.clipmeter.notebook.jjava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.GoldenFixtures;
import org.clipmeter.hub.StandInHub;
import org.clipmeter.weights.RandomCheckpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notebooks of the project, executed as quickstart.py executes them. */
class NotebooksIT {
    private static final Pattern VALUE = Pattern.compile("(?m)^CLIP Score (-?[0-9.]+) ");

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
    void photographsAreScoredWithAFullSizeModelFromAHub(@TempDir Path scratch)
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
    }

    private String execute(String notebook, Map<String, String> environment) throws IOException, InterruptedException {
        Path project = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
        Path log = folder.resolve("kernel.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Kernel.python().toString(),
                        project.resolve("quickstart.py").toString(),
                        "--execute",
                        project.resolve("notebooks").resolve(notebook).toString(),
                        folder.toString())
                .redirectError(log.toFile());
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> printed + read(log));
        JsonNode executed = new JsonMapper().readTree(folder.resolve(notebook).toFile());
        for (JsonNode cell : executed.get("cells")) {
            for (JsonNode output : cell.path("outputs")) {
                assertNotEquals("error", output.get("output_type").asText(), cell::toPrettyString);
                assertNotEquals("stderr", output.path("name").asText(), cell::toPrettyString);
            }
        }
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
