package org.clipmeter.notebook.lab;

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
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.clipmeter.notebook.jjava.Kernel;

/** A real JupyterLab or Notebook in a real browser, driven by {@code lab.py}; its folder is the server's root. */
final class Lab implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path BASE = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();

    private final Process driver;
    private final BufferedWriter requests;
    private final BufferedReader answers;
    private final Path log;

    private Lab(Process driver, Path log) throws IOException {
        this.driver = driver;
        this.requests = driver.outputWriter(StandardCharsets.UTF_8);
        this.answers = driver.inputReader(StandardCharsets.UTF_8);
        this.log = log;
        answer();
    }

    /**
     * The file that describes the browser that src/build/develop.py has found. It does not exist if no browser was
     * found.
     */
    static Path browser() {
        return BASE.resolve(".clipmeter/browser/browser.json");
    }

    static Lab start(App app, Path folder) throws IOException {
        boolean windows = File.separatorChar == '\\';
        Path python = BASE.resolve(".clipmeter/venv-browser").resolve(windows ? "Scripts/python.exe" : "bin/python");
        Path script = BASE.resolve("src/test/resources/org/clipmeter/notebook/lab/lab.py");
        Path log = folder.resolve("driver.log");
        ProcessBuilder builder = new ProcessBuilder(
                        python.toString(),
                        "-B",
                        script.toString(),
                        app.module,
                        Kernel.python().toString(),
                        browser().toString(),
                        folder.toString())
                .redirectError(log.toFile());
        builder.environment().put("HF_HUB_OFFLINE", "1");
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        return new Lab(builder.start(), log);
    }

    /** Opens a notebook and waits for its kernel. */
    void open(String notebook, int height) throws IOException {
        ask(request("open").put("notebook", notebook).put("height", height));
    }

    /** Opens a file of the folder without JupyterLab. */
    void browse(String file, int height) throws IOException {
        ask(request("browse").put("file", file).put("height", height));
    }

    void runAll() throws IOException {
        ask(request("run_all"));
    }

    /** Starts to run all cells. */
    void startAll() throws IOException {
        ask(request("start_all"));
    }

    void command(String name) throws IOException {
        ask(request("command").put("name", name));
    }

    void theme(Theme theme) throws IOException {
        ask(request("theme").put("name", theme.title));
    }

    /** Types into a cell and replaces its content. */
    void write(int cell, String text) throws IOException {
        ask(request("write").put("cell", cell).put("text", text));
    }

    /** Presses keys one after the other, named as Playwright names them. */
    void press(String keys) throws IOException {
        ask(request("press").put("keys", keys));
    }

    void click(String selector) throws IOException {
        ask(request("click").put("selector", selector));
    }

    /** Waits until an element is visible and returns its text. */
    String waitFor(String selector) throws IOException {
        return ask(request("wait").put("selector", selector)).asText();
    }

    /** Waits until no cell runs. */
    void waitForEnd() throws IOException {
        ask(request("wait_for_end"));
    }

    /** The source of a cell as the page shows it. */
    String source(int cell) throws IOException {
        return ask(request("source").put("cell", cell)).asText();
    }

    /** The texts of all visible elements that match. */
    List<String> texts(String selector) throws IOException {
        List<String> texts = new ArrayList<>();
        ask(request("texts").put("selector", selector)).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** The widths of images in pixels; 0 for an image that the browser could not read. */
    List<Integer> pictures(String selector) throws IOException {
        List<Integer> widths = new ArrayList<>();
        ask(request("pictures").put("selector", selector)).forEach(width -> widths.add(width.asInt()));
        return widths;
    }

    /** By how many pixels the content of each element is wider than what is shown of it. */
    List<Integer> overflow(String selector) throws IOException {
        List<Integer> pixels = new ArrayList<>();
        ask(request("overflow").put("selector", selector)).forEach(each -> pixels.add(each.asInt()));
        return pixels;
    }

    /** The values of a style, named as in JavaScript, as the browser computed them. */
    List<String> styles(String selector, String name) throws IOException {
        List<String> values = new ArrayList<>();
        ask(request("styles").put("selector", selector).put("name", name)).forEach(value -> values.add(value.asText()));
        return values;
    }

    /** The lowest contrast of text in each part of the page, from 1 to 21, by WCAG's formula. */
    List<Contrast> contrast(String selector) throws IOException {
        List<Contrast> contrasts = new ArrayList<>();
        ask(request("contrast").put("selector", selector))
                .forEach(part -> contrasts.add(new Contrast(
                        part.get("ratio").asDouble(),
                        part.get("text").asText(),
                        part.get("texts").asInt())));
        return contrasts;
    }

    void screenshot(Path file) throws IOException {
        ask(request("screenshot").put("file", file.toString()));
    }

    private static ObjectNode request(String name) {
        return JSON.createObjectNode().put("do", name);
    }

    private JsonNode ask(ObjectNode request) throws IOException {
        requests.write(JSON.writeValueAsString(request));
        requests.newLine();
        requests.flush();
        return answer();
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the lab's driver stopped:\n" + Files.readString(log));
        }
        JsonNode answer = JSON.readTree(line);
        if (answer.has("error")) {
            throw new IOException(answer.get("error").asText());
        }
        return answer.get("value");
    }

    /** The processes of the lab, its kernels and its browser. */
    List<ProcessHandle> processes() {
        return driver.descendants().toList();
    }

    @Override
    public void close() throws IOException {
        requests.close();
        try {
            if (!driver.waitFor(60, TimeUnit.SECONDS)) {
                driver.descendants().forEach(ProcessHandle::destroyForcibly);
                driver.destroyForcibly();
            }
        } catch (InterruptedException e) {
            driver.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The applications that show notebooks. */
    enum App {
        LAB("jupyterlab"),
        NOTEBOOK("notebook");

        private final String module;

        App(String module) {
            this.module = module;
        }
    }

    /** The themes of JupyterLab. */
    enum Theme {
        LIGHT("JupyterLab Light"),
        DARK("JupyterLab Dark");

        private final String title;

        Theme(String title) {
            this.title = title;
        }
    }

    /**
     * The lowest contrast in a part of the page.
     *
     * @param text the text that has it
     * @param texts how many texts were examined
     */
    record Contrast(double ratio, String text, int texts) {}
}
