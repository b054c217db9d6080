package org.clipmeter.model.clip.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.ReferencePython;
import org.clipmeter.model.LoadedModel;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.model.openclip.OpenClip;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.shapes.SplitMix64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the maps with those of plain PyTorch, which computes the gradients by itself, before any normalization. */
class PatchRelevancePythonIT {
    private static final String SCRIPT = "relevance.py";
    private static final double TOLERANCE = 1e-4;

    @TempDir
    private Path scratch;

    @Test
    void shapesGivesTheMapsOfPyTorch() throws Exception {
        ReferencePython.requireTodaysReference();
        compare(ShapesModel.folder());
    }

    /** A small random model of 3 x 3 patches with six heads, another epsilon, and pixels that no patch covers. */
    @ParameterizedTest
    @ValueSource(strings = {"quick_gelu", "gelu", "gelu_new", "relu", "silu"})
    void aModelOfAnotherShapeGivesTheMapsOfPyTorchWithEveryActivation(String activation) throws Exception {
        ReferencePython.requireTodaysReference();
        Path folder = scratch.resolve(activation);
        ReferencePython.run(
                PatchRelevancePythonIT.class,
                SCRIPT,
                scratch,
                "make",
                folder.toString(),
                ShapesModel.folder().toString(),
                activation);
        compare(folder);
    }

    /** The weights of shapes in open_clip's form, whose layers keep three projections in one matrix, give the maps of shapes. */
    @Test
    void aFolderOfOpenClipGivesTheMapsOfPyTorch() throws Exception {
        ReferencePython.requireTodaysReference();
        Path folder = scratch.resolve("openclip");
        String shapes = ShapesModel.folder().toString();
        ReferencePython.run(PatchRelevancePythonIT.class, SCRIPT, scratch, "openclip", folder.toString(), shapes);
        ModelOptions options = ModelOptions.defaults().withDevice("cpu");
        try (LoadedModel model = OpenClip.load(folder, ShapesModel.folder(), options)) {
            compare((ClipModel) model, ShapesModel.folder());
        }
    }

    private void compare(Path folder) throws Exception {
        try (ClipModel model = ClipModel.load(folder, "cpu")) {
            compare(model, folder);
        }
    }

    private void compare(ClipModel model, Path folder) throws Exception {
        try (PatchRelevance relevance = PatchRelevance.of(model)) {
            float[] pixelValues = model.imageProcessor()
                    .pixelValues(Renderer.draw(Scene.parse("a red circle left of a blue star"), 64, 3));
            float[][] directions = new float[3][model.config().projectionDim()];
            SplitMix64 random = new SplitMix64(9);
            for (float[] direction : directions) {
                for (int i = 0; i < direction.length; i++) {
                    direction[i] = (float) (.6 * random.uniform() - .3);
                }
            }
            Path values = scratch.resolve("values.json");
            new JsonMapper().writeValue(values.toFile(), Map.of("pixel_values", pixelValues, "directions", directions));
            JsonNode expected = ReferencePython.lines(
                            PatchRelevancePythonIT.class, SCRIPT, scratch, "maps", folder.toString(), values.toString())
                    .get(0);
            compare("value", expected.get("value"), relevance.value(pixelValues, directions));
            compare("legrad", expected.get("legrad"), relevance.legrad(pixelValues, directions));
        }
    }

    private static void compare(String method, JsonNode expected, float[][] maps) {
        double worst = 0;
        double largest = 0;
        assertEquals(expected.size(), maps.length);
        for (int d = 0; d < maps.length; d++) {
            assertEquals(expected.get(d).size(), maps[d].length);
            for (int i = 0; i < maps[d].length; i++) {
                double value = expected.get(d).get(i).asDouble();
                largest = Math.max(largest, Math.abs(value));
                worst = Math.max(worst, Math.abs(value - maps[d][i]));
            }
        }
        System.out.printf(Locale.ROOT, "%s: largest difference %.1e, largest value %.1e%n", method, worst, largest);
        assertTrue(worst <= TOLERANCE, method + ": " + worst);
        assertTrue(worst <= TOLERANCE * largest, method + ": " + worst + " of " + largest); // small values count, too
    }
}
