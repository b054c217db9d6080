package org.clipmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Python that tests compare with. {@code -Dtest.python=...} names another one than the project's. */
public final class ReferencePython {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int OLDEST_PILLOW = 13;
    private static final String SCRIPT = "logits_per_image.py";

    private ReferencePython() {}

    public static Path interpreter() {
        String named = System.getProperty("test.python");
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        Path python = named != null
                ? Path.of(named)
                : Path.of(System.getProperty("basedir", "."), ".clipmeter", "python-tests")
                        .resolve(windows ? "Scripts/python.exe" : "bin/python");
        assertTrue(
                Files.exists(python),
                python + " is missing: 'python3 src/build/develop.py prepare-tests' makes it, or name a Python with"
                        + " -Dtest.python=...");
        return python;
    }

    /**
     * The Python that has open_clip, hpsv2 and sentencepiece. Skips the test, by name, if the build could not make it. {@code
     * -Dtest.openclip.python=...} names another one.
     */
    public static Path ofOpenClip() {
        String named = System.getProperty("test.openclip.python");
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        Path python = named != null
                ? Path.of(named)
                : Path.of(System.getProperty("basedir", "."), ".clipmeter", "python-open-clip")
                        .resolve(windows ? "Scripts/python.exe" : "bin/python");
        assumeTrue(
                Files.exists(python),
                "compares with open_clip; 'python3 src/build/develop.py prepare-tests' makes its Python with Python 3.11 or"
                        + " newer, or name one with -Dtest.openclip.python=...");
        return python;
    }

    /** Skips a test, by name, if this Python is too old for today's reference: Pillow 13 and transformers 5 need 3.11. */
    public static void requireTodaysReference() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(interpreter().toString(), "-c", "import PIL; print(PIL.__version__)").start();
        String pillow = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), "Pillow is missing in " + interpreter());
        assumeTrue(
                Integer.parseInt(pillow.substring(0, pillow.indexOf('.'))) >= OLDEST_PILLOW,
                "compares with Pillow " + OLDEST_PILLOW + ", which needs Python 3.11; this Python has Pillow "
                        + pillow);
    }

    /**
     * The logits_per_image of transformers in float32, computed one pair at a time. A row is an image, a column a
     * caption.
     */
    public static List<JsonNode> logitsPerImage(Path model, List<Path> images, List<String> captions, Path scratch)
            throws IOException, InterruptedException {
        Path cases = scratch.resolve("cases.json");
        List<String> names = images.stream().map(Path::toString).toList();
        JSON.writeValue(cases.toFile(), Map.of("images", names, "captions", captions));
        List<JsonNode> rows = lines(ReferencePython.class, SCRIPT, scratch, model.toString(), cases.toString());
        assertEquals(images.size(), rows.size(), rows.toString());
        return rows;
    }

    /**
     * Runs a script that needs today's reference, and skips the test by name on an older Python. The script is in the
     * resources, beside a test class. It may write into {@code scratch} if it is given that path.
     */
    public static void run(Class<?> owner, String script, Path scratch, String... arguments)
            throws IOException, InterruptedException {
        requireTodaysReference();
        output(owner, script, scratch, arguments);
    }

    /** Runs a script that is in the resources, beside a test class, and reads its output, one JSON value per line. */
    public static List<JsonNode> lines(Class<?> owner, String script, Path scratch, String... arguments)
            throws IOException, InterruptedException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : output(owner, script, scratch, arguments).lines().toList()) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }

    private static String output(Class<?> owner, String script, Path scratch, String... arguments)
            throws IOException, InterruptedException {
        return output(interpreter(), owner, script, scratch, arguments);
    }

    /**
     * What a script prints that is in the resources, beside a test class. It may write into {@code scratch} if it is given
     * that path.
     */
    public static String output(Path interpreter, Class<?> owner, String script, Path scratch, String... arguments)
            throws IOException, InterruptedException {
        Path copy = scratch.resolve(script);
        try (InputStream in = owner.getResourceAsStream(script)) {
            assertNotNull(in, script + " is a test resource beside " + owner.getSimpleName());
            Files.write(copy, in.readAllBytes());
        }
        Path errors = scratch.resolve("errors.txt");
        List<String> command = new ArrayList<>(List.of(interpreter.toString(), copy.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().putAll(Map.of("HF_HUB_OFFLINE", "1", "PYTHONIOENCODING", "utf-8"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        assertEquals(0, exit, Files.readString(errors, StandardCharsets.UTF_8));
        return output;
    }
}
