package org.clipmeter.shapes.edit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.field.Field;
import org.clipmeter.shapes.field.FieldEdit;
import org.clipmeter.shapes.field.FieldParameters;
import org.clipmeter.shapes.field.Fields;
import org.clipmeter.shapes.field.Latent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EditedFieldTest {
    private static final Concept CIRCLE = Concept.of("circle");
    private static final Concept SQUARE = Concept.of("square");

    private ClipModel reader;
    private Field field;

    @BeforeAll
    void open() throws IOException {
        reader = ClipModel.load(ShapesModel.folder(), "cpu");
        field = Fields.random(reader, 7);
    }

    @AfterAll
    void close() {
        field.close();
        reader.close();
    }

    @Test
    void uceDrawsTheAnchorInPlaceOfTheConceptAndLeavesOthersAlone() throws IOException {
        EditedField edited = EditedField.erase(
                field, CIRCLE, SQUARE, EditMethod.UCE, EditOptions.defaults().withWeight(10), step -> {}, () -> false);
        try (Field after = edited.field()) {
            String anchor = "a large red square on a white background";
            double asked = difference(field, "a large red circle on a white background", field, anchor);
            double left = difference(after, "a large red circle on a white background", field, anchor);
            double other = difference(after, "a small blue star on a black background", field, null);
            assertTrue(left < asked / 3, "the concept's picture is " + left + " from the anchor's, and was " + asked);
            assertTrue(other < asked / 5, "another picture changed by " + other);
        }
    }

    /** The mean difference of the colors of two pictures, 0 to 255. */
    private static double difference(Field one, String caption, Field other, @Nullable String instead)
            throws IOException {
        Latent latent = Latent.of(Scene.parse(caption), new SplitMix64(4));
        byte[] first = one.draw(caption, latent, 32).rgb();
        byte[] second =
                other.draw(instead == null ? caption : instead, latent, 32).rgb();
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += Math.abs((first[i] & 255) - (second[i] & 255));
        }
        return sum / first.length;
    }

    @Test
    void theCardStatesWhatChangedAndTheRecipeMakesTheSameFieldAgain() throws IOException {
        EditOptions options = EditOptions.defaults().withWeight(.5).withSeed(9);
        EditedField edited = EditedField.erase(field, CIRCLE, null, EditMethod.UCE, options, step -> {}, () -> false);
        try (Field after = edited.field()) {
            FieldEdit recipe = new FieldEdit(
                    "uce", "circle", EditedField.anchorOf(CIRCLE).word(), .5, 0, 9, true, field.fingerprint());
            assertEquals(recipe, edited.edit());
            List<String> names = field.parameters().stream()
                    .filter(FieldParameters::readsText)
                    .map(FieldParameters.Parameter::name)
                    .toList();
            assertEquals(
                    names, edited.changes().stream().map(MatrixChange::name).toList());
            for (FieldParameters.Parameter parameter : field.parameters()) {
                boolean same = Arrays.equals(field.values(parameter), after.values(parameter));
                assertEquals(!FieldParameters.readsText(parameter), same, parameter.name());
            }
            Concept anchor = Concept.of(recipe.anchor());
            try (Field again = EditedField.erase(
                            field, CIRCLE, anchor, EditMethod.of(recipe.method()), options, step -> {}, () -> false)
                    .field()) {
                assertEquals(after.fingerprint(), again.fingerprint());
            }
        }
    }

    @Test
    void aChangeIsRelativeToTheNormOfTheMatrix() {
        MatrixChange change = MatrixChange.of("k", 2, new float[] {3, 0, 0, 4}, new float[] {3, 0, 1, 4});
        assertEquals(new MatrixChange("k", 2, 2, 5, .2), change);
    }

    @Test
    void twoConceptsInTurnGiveTwoRecipes() throws IOException {
        EditOptions options = EditOptions.defaults();
        EditedField first = EditedField.erase(field, CIRCLE, SQUARE, EditMethod.UCE, options, step -> {}, () -> false);
        try (Field once = first.field()) {
            Concept red = Concept.of("red");
            Concept blue = Concept.of("blue");
            EditedField second = EditedField.erase(once, red, blue, EditMethod.UCE, options, step -> {}, () -> false);
            try (Field twice = second.field()) {
                assertEquals(List.of(first.edit(), second.edit()), twice.edits());
                assertEquals(once.fingerprint(), second.edit().base());
            }
        }
    }

    @Test
    void trainingGoesDownTowardsTheTargetsAndReportsItsSteps() throws IOException {
        EditCaptions captions = EditCaptions.of(CIRCLE, SQUARE, true, new EditCaptions.Counts(20, 20), 1);
        EditBatch batch = EditBatch.of(captions, new SplitMix64(3));
        double[] weights = EditMethod.ABLATION.weights(batch, 1);
        try (FineTuning tuning = new FineTuning(field)) {
            float[] targets = EditMethod.ABLATION.targets(tuning, batch, 1);
            double first = length(tuning.gradient(batch.captions(), batch.points(), targets, weights));
            for (int step = 0; step < 8; step++) {
                tuning.step(batch.captions(), batch.points(), targets, weights);
            }
            double last = length(tuning.gradient(batch.captions(), batch.points(), targets, weights));
            assertTrue(last < .9 * first, "the gradient went from " + first + " to " + last);
            assertFalse(tuning.changed().isEmpty());
        }
        List<Integer> steps = new ArrayList<>();
        EditedField.erase(
                        field,
                        CIRCLE,
                        SQUARE,
                        EditMethod.ABLATION,
                        EditOptions.defaults().withSteps(2),
                        steps::add,
                        () -> false)
                .field()
                .close();
        assertEquals(List.of(1, 2), steps);
    }

    private static double length(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    @Test
    void anInterruptLeavesNothing() {
        String before = field.fingerprint();
        int[] steps = new int[1];
        assertThrows(
                CancellationException.class,
                () -> EditedField.erase(
                        field,
                        CIRCLE,
                        SQUARE,
                        EditMethod.ABLATION,
                        EditOptions.defaults(),
                        step -> steps[0] = step,
                        () -> steps[0] == 1));
        assertEquals(1, steps[0], "it stops before the next step");
        assertThrows(
                CancellationException.class,
                () -> EditedField.erase(
                        field, CIRCLE, SQUARE, EditMethod.UCE, EditOptions.defaults(), step -> {}, () -> true));
        assertEquals(before, field.fingerprint());
        assertEquals(List.of(), field.edits());
    }

    @Test
    void anEditWhoseNumbersAreNotFiniteIsRefused() throws IOException {
        Map<String, float[]> huge = new HashMap<>();
        for (FieldParameters.Parameter parameter : field.parameters()) {
            if (FieldParameters.readsText(parameter)) {
                float[] values = new float[parameter.size()];
                Arrays.fill(values, Float.MAX_VALUE);
                huge.put(parameter.name(), values);
            }
        }
        FieldEdit edit = new FieldEdit("uce", "red", "blue", 1, 0, 1, true, field.fingerprint());
        try (Field large = field.edited(huge, edit)) {
            String message = assertThrows(
                            InvalidRequestException.class,
                            () -> EditedField.erase(
                                    large,
                                    CIRCLE,
                                    SQUARE,
                                    EditMethod.UCE,
                                    EditOptions.defaults(),
                                    step -> {},
                                    () -> false))
                    .getMessage();
            assertTrue(
                    message.contains("blocks.0.key.weight, expected finite numbers; choose a smaller weight"), message);
        }
    }

    @Test
    void refusesOptionsOutOfRange() {
        EditOptions options = EditOptions.defaults();
        for (double weight : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e7}) {
            assertThrows(InvalidRequestException.class, () -> options.withWeight(weight), () -> "weight " + weight);
        }
        assertThrows(InvalidRequestException.class, () -> options.withSteps(0));
        assertThrows(InvalidRequestException.class, () -> options.withSteps(10_001));
        assertThrows(InvalidRequestException.class, () -> options.withSeed(-1));
        assertThrows(InvalidRequestException.class, () -> EditMethod.of("abl"));
        assertThrows(
                InvalidRequestException.class,
                () -> EditedField.erase(field, CIRCLE, SQUARE, EditMethod.ESD, options, step -> {}, () -> false));
    }

    /** Two steps by hand: the first moves each value by the learning rate against the gradient's sign. */
    @Test
    void adamTakesTheStepsOfThePaper() {
        float[] values = {1, 1};
        Adam adam = new Adam(.1, 2);
        adam.step(values, new float[] {4, -.01f});
        assertArrayEquals(new float[] {.9f, 1.1f}, values, 1e-5f);
        adam.step(values, new float[] {0, -.01f});
        // m = .09 * 4 = .36, of 1 - .81 = .19; v = .999 * .016 = .015984, of 1 - .998001 = .001999
        double second = .1 * (.36 / .19) / Math.sqrt(.015984 / .001999);
        assertArrayEquals(new float[] {(float) (.9 - second), 1.2f}, values, 1e-5f);
    }
}
