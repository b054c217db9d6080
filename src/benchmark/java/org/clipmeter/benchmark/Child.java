package org.clipmeter.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.clipmeter.embed.cache.EmbeddingCache;

/** A Python script in a separate process, which never outlives this one. */
final class Child implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Child::kill)));
    }

    private final String script;
    private final Path log;
    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    private Child(String script, Path log, Process process) {
        this.script = script;
        this.log = log;
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a script of the benchmark's resources; the folder receives its stderr. */
    static Child start(Path python, Path folder, String script, String... arguments) throws IOException {
        Path file = write(folder, script);
        Path log = folder.resolve(script.replace(".py", ".log"));
        List<String> command = new ArrayList<>(List.of(python.toString(), file.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        builder.environment().put(EmbeddingCache.SETTING, "off"); // the benchmark must compute everything
        Process process = builder.start();
        RUNNING.add(process);
        return new Child(script, log, process);
    }

    /** Writes a script of the benchmark's resources to a folder, and returns its path. */
    static Path write(Path folder, String script) throws IOException {
        Path file = folder.resolve(script);
        try (InputStream in = Child.class.getResourceAsStream(script)) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    /** Sends a line. */
    void tell(String line) throws IOException {
        requests.write(line);
        requests.newLine();
        requests.flush();
    }

    /** Waits for the next line. */
    String line() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            List<String> said = Files.readString(log).strip().lines().toList();
            throw new IOException(script + " stopped: " + (said.isEmpty() ? "no message" : said.get(said.size() - 1))
                    + " (the whole of it: " + log + ")");
        }
        return line;
    }

    JsonNode answer() throws IOException {
        return JSON.readTree(line());
    }

    /** Sends a request {@code {"do": what, ...}} and returns its answer. */
    JsonNode ask(String what, ObjectNode parameters) throws IOException {
        tell(JSON.writeValueAsString(parameters.deepCopy().put("do", what)));
        return answer();
    }

    JsonNode ask(String what) throws IOException {
        return ask(what, JSON.createObjectNode());
    }

    @Override
    public void close() throws IOException {
        requests.close();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            kill(process);
            RUNNING.remove(process);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
