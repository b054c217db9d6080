package org.clipmeter.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.model.clip.SmallClip;
import org.clipmeter.preprocess.CropArea;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Scene;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Models with few patches and few layers. */
class SmallModelTest {
    private static final RgbImage PICTURE = Renderer.draw(Scene.parse("a red circle left of a blue star"), 32, 3);

    @TempDir
    private Path folder;

    /** The only order of one patch is also each random order. */
    @ParameterizedTest
    @EnumSource(ExplainMethod.class)
    void onePatchHasOneOrderThatBeatsNoOther(ExplainMethod method) throws Exception {
        ExplainedText explained = explain(SmallClip.write(folder, 32, 32, 2), method);
        assertEquals(1, explained.map().side());
        Faithfulness test = explained.faithfulness();
        assertEquals(List.of(0.0, 1.0), test.deletion().shares());
        assertEquals(0, test.deletionBeats());
        assertEquals(0, test.insertionBeats());
        assertEquals(test.randomArea(), test.deletion().area(), 1e-9);
        assertEquals(test.randomArea(), test.insertion().area(), 1e-9);
        if (method == ExplainMethod.OCCLUSION) {
            List<Double> leads = test.deletion().leads();
            assertEquals(leads.get(0) - leads.get(1), explained.map().at(0, 0), 1e-3);
        }
    }

    static Stream<Arguments> methodsAndLayers() {
        return Stream.of(ExplainMethod.values())
                .flatMap(method -> Stream.of(1, 2).map(layers -> Arguments.of(method, layers)));
    }

    @ParameterizedTest
    @MethodSource("methodsAndLayers")
    void aModelOfOneOrTwoLayersHasFiniteMaps(ExplainMethod method, int layers) throws Exception {
        ExplainedText explained = explain(SmallClip.write(folder, 32, 16, layers), method);
        assertEquals(2, explained.map().side());
        assertTrue(explained.map().largest() > 0, method.name());
        for (float value : explained.map().values()) {
            assertTrue(Float.isFinite(value), method + " " + value);
            assertFalse(method == ExplainMethod.LEGRAD && value < 0, method + " " + value);
        }
        assertEquals(5, explained.faithfulness().deletion().shares().size()); // four patches have four steps at most
    }

    /** The model ignores what lies beyond the last whole patch, and so does the map. */
    @ParameterizedTest
    @EnumSource(ExplainMethod.class)
    void pixelsBeyondTheLastWholePatchAreOutsideOfTheMap(ExplainMethod method) throws Exception {
        Path model = SmallClip.write(folder, 32, 12, 2);
        assertEquals(2, explain(model, method).map().side());
        try (ClipModel loaded = ClipModel.load(model, "cpu");
                Explainer explainer = Explainer.of(
                        "small",
                        loaded,
                        ImageRules.defaults(),
                        ExplainOptions.defaults().withMethod(method))) {
            assertEquals(new CropArea(0, 0, 24, 24), explainer.area(PICTURE));
        }
    }

    private static ExplainedText explain(Path folder, ExplainMethod method) throws IOException {
        try (ClipModel model = ClipModel.load(folder, "cpu");
                Explainer explainer = Explainer.of(
                        "small",
                        model,
                        ImageRules.defaults(),
                        ExplainOptions.defaults().withMethod(method))) {
            return explainer
                    .explain(PICTURE, List.of("a red circle"), (done, total) -> assertTrue(done <= total), () -> false)
                    .get(0);
        }
    }
}
