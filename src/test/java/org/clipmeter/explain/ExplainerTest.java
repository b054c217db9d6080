package org.clipmeter.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.model.LoadedModel;
import org.clipmeter.model.ModelClosedException;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.clip.ClipFamily;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.preprocess.CropArea;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.ShapesModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExplainerTest {
    private static final int FEW = 12;
    private static ClipModel shapes;

    @BeforeAll
    static void load() throws IOException {
        shapes = ClipModel.load(ShapesModel.folder(), "cpu");
    }

    @AfterAll
    static void close() {
        shapes.close();
    }

    private static List<ExplainedText> explain(ExplainOptions options, RgbImage picture, String... texts)
            throws IOException {
        try (Explainer explainer = Explainer.of("shapes", shapes, ImageRules.defaults(), options)) {
            return explainer.explain(picture, List.of(texts), (done, total) -> {}, () -> false);
        }
    }

    private static RgbImage picture() {
        return Renderer.draw(Scene.parse("a red circle left of a blue star"), 64, 3);
    }

    /** {@link FaithfulMapsIT} measures the same on 200 pictures. */
    @ParameterizedTest
    @EnumSource(ExplainMethod.class)
    void theNamedThingGetsMoreRelevanceThanTheOther(ExplainMethod method) throws Exception {
        ExplainOptions options = ExplainOptions.defaults().withMethod(method).withSteps(2);
        int found = 0;
        for (TwoThings scene : TwoThings.of(FEW)) {
            found += scene.isFound(explain(options, scene.picture(), scene.text())
                            .get(0)
                            .map())
                    ? 1
                    : 0;
        }
        assertTrue(found >= FEW - 1, method + " found " + found + " of " + FEW);
    }

    @Test
    void curvesBeginAndEndWithTheWholeImageAndTheBlankOne() throws Exception {
        ExplainedText explained =
                explain(ExplainOptions.defaults(), picture(), "a red circle").get(0);
        float[] text = shapes.textEmbeds(
                        List.of(shapes.tokenizer().encode("a red circle").inputIds()))[0];
        float[] pixels = shapes.imageProcessor().pixelValues(picture());
        float[] whole = shapes.imageEmbeds(List.of(pixels))[0];
        Similarity similarity = shapes.towers(shapes.imageRules()).similarity();
        double score = similarity.logit(Similarity.cosine(whole, text));
        assertEquals(score, explained.score(), 1e-3);
        double neutral = 0;
        for (String each : ExplainOptions.defaults().neutralTexts()) {
            float[] embed =
                    shapes.textEmbeds(List.of(shapes.tokenizer().encode(each).inputIds()))[0];
            neutral += similarity.logit(Similarity.cosine(whole, embed)) / 4;
        }
        double lead = score - neutral;
        assertEquals(lead, explained.lead(), 1e-3);
        Faithfulness test = explained.faithfulness();
        List<Double> deleted = test.deletion().leads();
        List<Double> inserted = test.insertion().leads();
        assertEquals(lead, deleted.get(0), 1e-3);
        assertEquals(lead, inserted.get(inserted.size() - 1), 1e-3);
        assertEquals(deleted.get(deleted.size() - 1), inserted.get(0));
        assertEquals(11, deleted.size());
        assertEquals(20, test.random().size());
        assertTrue(test.random().stream().map(Curve::area).distinct().count() > 15);
    }

    /** An order that is opposite to the map's must be worse than the map's: the curves depend on the order. */
    @Test
    void theOrderOfTheMapDeletesTheNamedThingFirst() throws Exception {
        List<ExplainedText> both =
                explain(ExplainOptions.defaults().withSteps(8), picture(), "a red circle", "a blue star");
        for (ExplainedText explained : both) {
            Faithfulness test = explained.faithfulness();
            assertTrue(test.deletion().area() < test.randomArea(), explained.text());
            assertTrue(test.insertion().area() > test.randomArea(), explained.text());
        }
    }

    @Test
    void aTextHasTheSameMapAloneAndBesideOthers() throws Exception {
        for (ExplainMethod method : ExplainMethod.values()) {
            ExplainOptions options =
                    ExplainOptions.defaults().withMethod(method).withSteps(2);
            float[] alone =
                    explain(options, picture(), "a blue star").get(0).map().values();
            float[] beside = explain(options, picture(), "a red circle", "a blue star")
                    .get(1)
                    .map()
                    .values();
            assertArrayEquals(alone, beside, 1e-5f, method.name());
        }
    }

    @Test
    void aSeedGivesTheSameOrders() throws Exception {
        ExplainOptions options = ExplainOptions.defaults().withSteps(3);
        List<Curve> first = explain(options, picture(), "a red circle")
                .get(0)
                .faithfulness()
                .random();
        assertEquals(
                first,
                explain(options, picture(), "a red circle")
                        .get(0)
                        .faithfulness()
                        .random());
        assertTrue(!first.equals(explain(options.withSeed(2), picture(), "a red circle")
                .get(0)
                .faithfulness()
                .random()));
    }

    @Test
    void occlusionIsItsOwnYardstick() throws Exception {
        ExplainOptions options = ExplainOptions.defaults().withSteps(2);
        assertNull(explain(options.withMethod(ExplainMethod.OCCLUSION), picture(), "a red circle")
                .get(0)
                .faithfulness()
                .yardstick());
        assertTrue(explain(options, picture(), "a red circle")
                        .get(0)
                        .faithfulness()
                        .yardstick()
                != null);
    }

    @Test
    void theProgressCountsWhatIsEmbeddedAndCancellingEndsIt() throws Exception {
        List<Integer> done = new ArrayList<>();
        List<Integer> totals = new ArrayList<>();
        try (Explainer explainer = Explainer.of("shapes", shapes, ImageRules.defaults(), ExplainOptions.defaults())) {
            explainer.explain(
                    picture(),
                    List.of("a red circle", "a blue star"),
                    (now, total) -> {
                        done.add(now);
                        totals.add(total);
                    },
                    () -> false);
            assertEquals(1, totals.stream().distinct().count());
            assertEquals(totals.get(0), done.get(done.size() - 1));
            assertThrows(
                    CancellationException.class,
                    () -> explainer.explain(picture(), List.of("a red circle"), (now, total) -> {}, () -> true));
        }
    }

    @Test
    void theAreaIsThatOfThePatches() throws Exception {
        try (Explainer explainer = Explainer.of("shapes", shapes, ImageRules.defaults(), ExplainOptions.defaults())) {
            RgbImage wide = new RgbImage(200, 100, new byte[3 * 200 * 100], false);
            assertEquals(new CropArea(50, 0, 150, 100), explainer.area(wide));
        }
    }

    /** Covering patches of a picture of one color changes nothing but the last digits. */
    @Test
    void noOrderOfAPictureOfOneColorBeatsAnother() throws Exception {
        byte[] gray = new byte[3 * 64 * 64];
        Arrays.fill(gray, (byte) 200);
        for (ExplainMethod method : ExplainMethod.values()) {
            Faithfulness test = explain(
                            ExplainOptions.defaults().withMethod(method),
                            new RgbImage(64, 64, gray, false),
                            "a red circle")
                    .get(0)
                    .faithfulness();
            assertEquals(0, test.deletionBeats(), method.name());
            assertEquals(0, test.insertionBeats(), method.name());
        }
    }

    @Test
    void refusesOtherFamiliesAndPrecisionsByName() throws Exception {
        try (LoadedModel half = new ClipFamily()
                .load(
                        CheckpointFolder.open(ShapesModel.folder()),
                        ModelOptions.defaults().withDevice("cpu").withPrecision(ModelOptions.Precision.BF16))) {
            String message = assertThrows(
                            InvalidRequestException.class,
                            () -> Explainer.of("shapes", half, ImageRules.defaults(), ExplainOptions.defaults()))
                    .getMessage();
            assertTrue(message.contains("fp32") && message.contains("bf16"), message);
            try (Explainer occlusion = Explainer.of(
                    "shapes",
                    half,
                    ImageRules.defaults(),
                    ExplainOptions.defaults().withMethod(ExplainMethod.OCCLUSION))) {
                assertEquals(8, occlusion.side());
            }
        }
        LoadedModel other = OtherFamily.model("siglip");
        String message = assertThrows(
                        InvalidRequestException.class,
                        () -> Explainer.of("google/siglip", other, ImageRules.defaults(), ExplainOptions.defaults()))
                .getMessage();
        assertTrue(message.contains("google/siglip is a siglip"), message);
    }

    @Test
    void refusesAClosedModel() throws Exception {
        ClipModel model = ClipModel.load(ShapesModel.folder(), "cpu");
        try (Explainer explainer = Explainer.of("shapes", model, ImageRules.defaults(), ExplainOptions.defaults())) {
            model.close();
            assertThrows(
                    ModelClosedException.class,
                    () -> explainer.explain(picture(), List.of("a"), (done, total) -> {}, () -> false));
        }
    }

    @Test
    void refusesTooFewRandomOrdersAndSteps() {
        ExplainOptions options = ExplainOptions.defaults();
        assertThrows(InvalidRequestException.class, () -> options.withRandomOrders(19));
        assertThrows(InvalidRequestException.class, () -> options.withSteps(1));
        assertThrows(InvalidRequestException.class, () -> options.withNeutralTexts(List.of()));
    }
}
