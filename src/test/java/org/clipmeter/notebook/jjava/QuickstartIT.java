package org.clipmeter.notebook.jjava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The options of {@code quickstart.py} that end in the user's own Jupyter; the project is already built. */
@Timeout(300)
class QuickstartIT {
    private static final Path BASE =
            Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize();
    private static final String QUICKSTART = "import sys; sys.path.insert(0, sys.argv.pop(1)); import quickstart;"
            + " quickstart.build = lambda jdk: None; quickstart.run(quickstart.main)";

    @TempDir
    private Path folder;

    private Path base = Path.of("");

    @BeforeEach
    void findThePythonWithoutAnEnvironment() throws IOException, InterruptedException {
        Ran ran = run(Map.of(), Kernel.python().toString(), "-c", "import sys; print(sys._base_executable)");
        base = Path.of(ran.output.strip());
    }

    @Test
    void theKernelGoesIntoTheActiveEnvironmentAndOutAgain() throws IOException, InterruptedException {
        Path environment = folder.resolve("env");
        run(Map.of(), base.toString(), "-m", "venv", "--without-pip", environment.toString());
        String packages = "import sysconfig; print(sysconfig.get_path('purelib'))";
        Path python = environment.resolve(BASE.resolve(".clipmeter/venv").relativize(Kernel.python()));
        Path own =
                Path.of(run(Map.of(), python.toString(), "-c", packages).output.strip());
        String jupyter = run(Map.of(), Kernel.python().toString(), "-c", packages).output;
        Files.writeString(own.resolve("jupyter.pth"), jupyter); // the environment has a Jupyter
        Path place = environment.resolve("share/jupyter/kernels/clipmeter");

        Map<String, String> active = Map.of("VIRTUAL_ENV", environment.toString());
        Ran installed = quickstart(active, "--install");
        assertEquals(0, installed.code, installed.output);
        assertTrue(
                installed.output.contains(
                        "The Jupyter of " + environment + " now has the kernel 'Java (clipmeter)': " + place),
                installed.output);
        assertFalse(installed.output.contains("no Jupyter of its own"), installed.output);
        assertTrue(kernels(python).contains(place.toString()), "its own Jupyter lists it");
        assertFalse(kernels(Kernel.python()).contains(place.toString()), "another environment's Jupyter does not");

        Ran removed = quickstart(Map.of(), "--uninstall", "--prefix", environment.toString());
        assertEquals(0, removed.code, removed.output);
        assertTrue(removed.output.contains("Removed the kernel 'Java (clipmeter)' from " + place), removed.output);
        assertFalse(Files.exists(place));

        Ran again = quickstart(active, "--uninstall");
        assertEquals(2, again.code, again.output);
        assertTrue(again.output.contains(place + " does not exist"), again.output);
    }

    @Test
    void withoutAnEnvironmentTheUsersFolderCountsAndAnotherKernelStays() throws IOException, InterruptedException {
        Path foreign = Files.createDirectories(folder.resolve("data/kernels/clipmeter"));
        Files.writeString(foreign.resolve("kernel.json"), "{}");
        Ran ran = quickstart(Map.of(), "--uninstall");
        assertEquals(2, ran.code, ran.output);
        assertTrue(ran.output.contains(foreign + " is not a kernel that --install made"), ran.output);
        assertTrue(Files.exists(foreign.resolve("kernel.json")));
    }

    @Test
    void aWrongPrefixIsRefused() throws IOException, InterruptedException {
        Path missing = folder.resolve("missing");
        for (String option : List.of("--install", "--uninstall")) {
            Ran ran = quickstart(Map.of(), option, "--prefix", missing.toString());
            assertEquals(2, ran.code, ran.output);
            assertTrue(ran.output.contains("--prefix is " + missing + ", which is not a folder"), ran.output);
        }
        assertFalse(Files.exists(missing));
    }

    /** Root is the usual user of a container; JupyterLab refuses it without an option. */
    @Test
    void jupyterLabStartsForEveryUser() throws IOException, InterruptedException {
        Process process = start(
                Map.of(),
                command("--lab", "--no-browser", "--ServerApp.port=0", "--ServerApp.shutdown_no_activity_timeout=60"));
        List<String> lines = new ArrayList<>();
        boolean serves = false;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null && !serves; line = output.readLine()) {
                lines.add(line);
                serves = line.contains("is running at");
            }
            process.destroy();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "its end ends JupyterLab");
        } finally {
            process.destroyForcibly();
        }
        assertTrue(serves, String.join("\n", lines));
    }

    private String kernels(Path python) throws IOException, InterruptedException {
        return run(Map.of(), python.toString(), "-m", "jupyter_client.kernelspecapp", "list").output;
    }

    private Ran quickstart(Map<String, String> variables, String... options) throws IOException, InterruptedException {
        return run(variables, command(options));
    }

    private String[] command(String... options) {
        List<String> words = new ArrayList<>(List.of(base.toString(), "-B", "-c", QUICKSTART, BASE.toString()));
        words.addAll(List.of(options));
        return words.toArray(String[]::new);
    }

    private Ran run(Map<String, String> variables, String... command) throws IOException, InterruptedException {
        Process process = start(variables, command);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }

    /** Starts a command that sees no environment but that of these variables, and no settings of this user. */
    private Process start(Map<String, String> variables, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> all = builder.environment();
        all.keySet().removeAll(List.of("VIRTUAL_ENV", "CONDA_PREFIX", "JUPYTER_PATH"));
        all.put("JAVA_HOME", System.getProperty("java.home"));
        all.put("PYTHONIOENCODING", "utf-8");
        all.put("JUPYTER_DATA_DIR", folder.resolve("data").toString());
        all.put("JUPYTER_CONFIG_DIR", folder.resolve("config").toString());
        all.put("JUPYTER_RUNTIME_DIR", folder.resolve("runtime").toString());
        all.putAll(variables);
        return builder.start();
    }

    /** What a command printed, and its exit code. */
    private record Ran(int code, String output) {}
}
