package org.clipmeter.shapes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.image.ImageDecoder;
import org.clipmeter.model.ClipModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled model in Python's transformers; {@code -Dtest.python=…} names another interpreter that has it. */
class ShapesPythonIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final double TOLERANCE = 2e-4; // on logits of about 10 to 30, float32 in both

    @TempDir
    private Path scratch;

    @Test
    void givesTheLogitsThatTransformersGives() throws Exception {
        List<String> images = new ArrayList<>();
        List<String> captions = new ArrayList<>(List.of("a photo of a cat", "", "Ünïcode, 東京!"));
        SceneSampler sampler = new SceneSampler(Level.WORLD, new SplitMix64(27));
        for (int i = 0; i < 8; i++) {
            Scene scene = sampler.next();
            captions.add(scene.caption());
            Path file = scratch.resolve(i + ".png");
            Shapes.write(Renderer.draw(scene, i % 2 == 0 ? 64 : 256, i), file);
            images.add(file.toString());
        }
        Path folder = ShapesModel.folder(scratch.resolve("cache"));
        List<String> lines = python(folder, images, captions);
        double worst = 0;
        try (ClipModel model = ClipModel.load(folder, "cpu")) {
            for (int i = 0; i < images.size(); i++) {
                JsonNode expected = JSON.readTree(lines.get(i));
                float[] pixels = model.imageProcessor().pixelValues(ImageDecoder.decode(Path.of(images.get(i))));
                float[] image = model.imageEmbeds(List.of(pixels))[0];
                assertEquals(captions.size(), expected.size());
                for (int j = 0; j < captions.size(); j++) {
                    long[] ids = model.tokenizer().encode(captions.get(j)).inputIds();
                    float[] text = model.textEmbeds(List.of(ids))[0];
                    double logit = 0;
                    for (int d = 0; d < image.length; d++) {
                        logit += (double) image[d] * text[d];
                    }
                    logit *= model.logitScaleExp();
                    String pair = images.get(i) + " and '" + captions.get(j) + "'";
                    assertEquals(expected.get(j).asDouble(), logit, TOLERANCE, pair);
                    worst = Math.max(worst, Math.abs(expected.get(j).asDouble() - logit));
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "shapes: worst |delta logit| to transformers %.1e on %d pairs%n",
                worst,
                8 * captions.size());
    }

    private List<String> python(Path folder, List<String> images, List<String> captions)
            throws IOException, InterruptedException {
        Path script = scratch.resolve("logits_per_image.py");
        try (InputStream in = ShapesPythonIT.class.getResourceAsStream("logits_per_image.py")) {
            assertTrue(in != null, "the script is a test resource");
            Files.copy(in, script);
        }
        Path cases = scratch.resolve("cases.json");
        JSON.writeValue(cases.toFile(), Map.of("images", images, "captions", captions));
        Path errors = scratch.resolve("errors.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        interpreter().toString(), script.toString(), folder.toString(), cases.toString())
                .redirectError(errors.toFile());
        builder.environment().putAll(Map.of("HF_HUB_OFFLINE", "1", "PYTHONIOENCODING", "utf-8"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> read(errors));
        List<String> lines = output.lines().toList();
        assertEquals(images.size(), lines.size(), output);
        return lines;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Path interpreter() {
        String named = System.getProperty("test.python");
        Path base = Path.of(System.getProperty("basedir", "."), ".clipmeter", "python-tests");
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        Path python = named != null ? Path.of(named) : base.resolve(windows ? "Scripts/python.exe" : "bin/python");
        assertTrue(
                Files.exists(python),
                python + " is missing: python3 quickstart.py prepares it, or name a Python that has transformers"
                        + " with -Dtest.python=...");
        return python;
    }
}
