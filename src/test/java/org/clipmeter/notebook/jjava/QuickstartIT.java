package org.clipmeter.notebook.jjava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart notebook as the quickstart runs it. */
class QuickstartIT {
    private static final Pattern VALUE = Pattern.compile("(?m)^CLIP Score (-?[0-9.]+) ");

    @TempDir
    private Path folder;

    @Test
    void theNotebookRunsOfflineAndItsValueIsPrinted() throws IOException, InterruptedException {
        String printed = execute("quickstart.ipynb");
        Matcher value = VALUE.matcher(printed);
        assertTrue(value.find(), printed);
        assertTrue(Double.parseDouble(value.group(1)) > 10, printed);
        JsonNode notebook =
                new JsonMapper().readTree(folder.resolve("quickstart.ipynb").toFile());
        for (JsonNode cell : notebook.get("cells")) {
            for (JsonNode output : cell.path("outputs")) {
                assertTrue(!output.get("output_type").asText().equals("error"), cell.toPrettyString());
                assertTrue(!output.path("name").asText().equals("stderr"), cell.toPrettyString());
            }
        }
        assertTrue(Files.size(folder.resolve("quickstart.html")) > 100_000);
    }

    private String execute(String notebook) throws IOException, InterruptedException {
        Path project = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
        Path log = folder.resolve("kernel.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Kernel.python().toString(),
                        project.resolve("quickstart.py").toString(),
                        "--execute",
                        project.resolve("notebooks").resolve(notebook).toString(),
                        folder.toString())
                .redirectError(log.toFile());
        builder.environment().put("HF_HUB_OFFLINE", "1");
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> printed + read(log));
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
