package org.clipmeter.notebook.jjava;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.clipmeter.notebook.view.Cell;
import org.jspecify.annotations.Nullable;

/** A real kernel, driven over Jupyter's protocol by {@code drive.py}. */
public final class Kernel implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Process driver;
    private final BufferedWriter requests;
    private final BufferedReader answers;
    private final Path log;

    private Kernel(Process driver, Path log) throws IOException {
        this.driver = driver;
        this.requests = driver.outputWriter(StandardCharsets.UTF_8);
        this.answers = driver.inputReader(StandardCharsets.UTF_8);
        this.log = log;
        answer();
    }

    /** Starts JJava with the project's kernelspec, offline, with this working folder. */
    public static Kernel start(Path folder, Map<String, String> environment) throws IOException {
        return start("clipmeter", folder, environment);
    }

    /** Starts the kernel of a kernelspec, offline, with this working folder. */
    public static Kernel start(String kernelspec, Path folder, Map<String, String> environment) throws IOException {
        Path script = folder.resolve("drive.py");
        try (var source = Kernel.class.getResourceAsStream("drive.py")) {
            Files.write(script, source.readAllBytes());
        }
        Path log = folder.resolve("kernel.log");
        ProcessBuilder builder = new ProcessBuilder(
                        python().toString(), script.toString(), kernelspec, folder.toString())
                .redirectError(log.toFile());
        builder.environment().put("HF_HUB_OFFLINE", "1");
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        builder.environment().putAll(environment);
        return new Kernel(builder.start(), log);
    }

    /** Runs a cell to its end. */
    public Cell run(String... lines) throws IOException {
        return request(String.join("\n", lines), null, List.of());
    }

    /** Runs a cell, and interrupts it once this text is among its outputs. */
    public Cell runAndInterrupt(String code, String shown) throws IOException {
        return request(code, shown, List.of());
    }

    /** Runs a cell, and interrupts it at these times, in seconds since it was sent, if it is still running. */
    public Cell runAndInterrupt(String code, List<Double> after) throws IOException {
        return request(code, null, after);
    }

    /** The kernel's completions at the end of this text. */
    public JsonNode complete(String code) throws IOException {
        return ask(JSON.createObjectNode().put("complete", code).put("cursor", code.codePointCount(0, code.length())));
    }

    /** The kernel's inspection at the end of this text. */
    public JsonNode inspect(String code) throws IOException {
        return inspect(code, code.codePointCount(0, code.length()));
    }

    /** The kernel's inspection at a position in this text. */
    public JsonNode inspect(String code, int cursor) throws IOException {
        return ask(JSON.createObjectNode().put("inspect", code).put("cursor", cursor));
    }

    /** Restarts the kernel. */
    public void restart() throws IOException {
        ask(JSON.createObjectNode().put("restart", true));
    }

    private Cell request(String code, @Nullable String interruptOn, List<Double> after) throws IOException {
        ObjectNode request = JSON.createObjectNode().put("code", code).put("interrupt_on", interruptOn);
        request.set("interrupt_after", JSON.valueToTree(after));
        JsonNode answer = ask(request);
        List<Shown> outputs = new ArrayList<>();
        answer.get("outputs").forEach(output -> outputs.add(Shown.of(output)));
        return new Cell(
                code,
                outputs,
                answer.get("seconds").asDouble(),
                answer.get("after_interrupt").asDouble());
    }

    private JsonNode ask(ObjectNode request) throws IOException {
        requests.write(JSON.writeValueAsString(request));
        requests.newLine();
        requests.flush();
        return answer();
    }

    /** How many processes of the kernel and its driver are alive. */
    long processes() {
        return driver.descendants().filter(ProcessHandle::isAlive).count();
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the kernel's driver stopped:\n" + Files.readString(log));
        }
        return JSON.readTree(line);
    }

    @Override
    public void close() throws IOException {
        requests.close();
        try {
            if (!driver.waitFor(30, TimeUnit.SECONDS)) {
                driver.destroyForcibly();
            }
        } catch (InterruptedException e) {
            driver.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The Python of the environment that quickstart.py makes. */
    public static Path python() {
        Path venv = Path.of(System.getProperty("basedir", "."), ".clipmeter", "venv");
        boolean windows = File.separatorChar == '\\';
        return venv.resolve(windows ? "Scripts/python.exe" : "bin/python").toAbsolutePath();
    }

    /**
     * One message of a cell.
     *
     * @param kind the protocol's: {@code display_data}, {@code update_display_data}, {@code execute_result}, {@code
     *     stream}, {@code error}
     * @param data by MIME type; {@code text/plain} holds a stream's or an error's text too, {@code ansi} holds an
     *     error's text with its colors
     * @param own whether it belongs to the cell that ran and not to an earlier one
     */
    public record Shown(
            String kind, Map<String, String> data, @Nullable String displayId, boolean own) {
        static Shown of(JsonNode output) {
            Map<String, String> data = new LinkedHashMap<>();
            if (output.has("data")) {
                output.get("data")
                        .properties()
                        .forEach(form -> data.put(form.getKey(), form.getValue().asText()));
            } else if (output.has("traceback")) {
                List<String> lines = new ArrayList<>();
                output.get("traceback").forEach(line -> lines.add(line.asText()));
                data.put("ansi", String.join("\n", lines));
                data.put("text/plain", data.get("ansi").replaceAll("\u001b\\[[0-9;]*m", ""));
            } else {
                data.put("text/plain", output.path("text").asText());
            }
            JsonNode id = output.path("display_id");
            return new Shown(
                    output.get("kind").asText(),
                    data,
                    id.isTextual() ? id.asText() : null,
                    output.get("own").asBoolean());
        }

        public String plain() {
            return data.getOrDefault("text/plain", "");
        }
    }

    /**
     * A cell that has run, with everything that it showed.
     *
     * @param secondsAfterInterrupt how long it continued after its first interrupt; 0 if it was not interrupted
     */
    public record Cell(String code, List<Shown> outputs, double seconds, double secondsAfterInterrupt) {
        /** The cell's own outputs as a notebook stores them: an update replaces the output that it updates. */
        public List<Shown> kept() {
            List<Shown> kept = new ArrayList<>();
            Map<String, Integer> places = new LinkedHashMap<>();
            for (Shown output : outputs.stream().filter(Shown::own).toList()) {
                Integer place = output.displayId() == null ? null : places.get(output.displayId());
                if (output.kind().equals("update_display_data") && place != null) {
                    kept.set(place, output);
                } else {
                    if (output.displayId() != null) {
                        places.put(output.displayId(), kept.size());
                    }
                    kept.add(output);
                }
            }
            return kept;
        }

        /** The value of the cell's last expression as plain text. */
        public String result() {
            return outputs.stream()
                    .filter(output -> output.kind().equals("execute_result"))
                    .map(Shown::plain)
                    .reduce((first, second) -> second)
                    .orElseThrow(() -> new AssertionError("no result: " + this));
        }

        /** The error's text without colors. */
        public String error() {
            return outputs.stream()
                    .filter(output -> output.kind().equals("error"))
                    .map(Shown::plain)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no error: " + this));
        }

        @Override
        public String toString() {
            StringBuilder out = new StringBuilder(code).append('\n');
            outputs.forEach(
                    output -> out.append(String.format(Locale.ROOT, "  %s %s%n", output.kind(), output.plain())));
            return out.toString();
        }
    }
}
