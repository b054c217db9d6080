package org.clipmeter.notebook.jjava;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Notebooks of the project: how they are run, and what they show. */
final class ExecutedNotebook {
    static final Path PROJECT = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();

    private ExecutedNotebook() {}

    /** What a program printed, its log, and its exit code. */
    record Ran(int code, String printed, String log) {}

    /**
     * Runs a program to its end without a network; see {@code offline.py}.
     *
     * @param scratch a folder for files of this method
     * @param only whether the program gets these variables only, and not those of this process too
     */
    static Ran offline(Path scratch, Map<String, String> environment, boolean only, List<String> command)
            throws IOException, InterruptedException {
        Path script = scratch.resolve("offline.py");
        try (var source = ExecutedNotebook.class.getResourceAsStream("offline.py")) {
            Files.write(script, source.readAllBytes());
        }
        File log = scratch.resolve("offline.log").toFile();
        List<String> words =
                new ArrayList<>(List.of(Kernel.python().toRealPath().toString(), script.toString()));
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(log);
        if (only) {
            builder.environment().clear();
        }
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), printed, Files.readString(log.toPath()));
    }

    /** The command that runs a notebook as quickstart.py does, and writes it with its outputs into a folder. */
    static List<String> command(Path notebook, Path folder) {
        return List.of(
                Kernel.python().toString(),
                PROJECT.resolve("src/build/run_notebook.py").toString(),
                notebook.toString(),
                folder.toString());
    }

    /** The kind of each output, its forms, and its text without figures and blanks. */
    static List<String> outputs(Path notebook) throws IOException {
        List<String> outputs = new ArrayList<>();
        for (JsonNode cell : cells(notebook)) {
            for (JsonNode output : cell.path("outputs")) {
                List<String> forms = new ArrayList<>();
                output.path("data").fieldNames().forEachRemaining(forms::add);
                outputs.add(output.get("output_type").asText() + " "
                        + forms.stream().sorted().toList() + " "
                        + text(output).replaceAll("[-+]?[0-9][0-9.e-]*", "#").replaceAll("\\s+", " "));
            }
        }
        return outputs;
    }

    /** The errors of a notebook, and what it wrote to the standard error. */
    static List<String> failures(Path notebook) throws IOException {
        List<String> failures = new ArrayList<>();
        for (JsonNode cell : cells(notebook)) {
            for (JsonNode output : cell.path("outputs")) {
                if (output.get("output_type").asText().equals("error")
                        || output.path("name").asText().equals("stderr")) {
                    failures.add(cell.toPrettyString());
                }
            }
        }
        return failures;
    }

    static JsonNode cells(Path notebook) {
        try {
            return new JsonMapper().readTree(notebook.toFile()).get("cells");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The source of a cell. */
    static String source(JsonNode cell) {
        return joined(cell.path("source"));
    }

    private static String text(JsonNode output) {
        JsonNode plain = output.path("data").path("text/plain");
        return joined(plain.isMissingNode() ? output.path("text") : plain);
    }

    private static String joined(JsonNode lines) {
        StringBuilder joined = new StringBuilder(lines.isTextual() ? lines.asText() : "");
        lines.forEach(line -> joined.append(line.asText()));
        return joined.toString();
    }
}
