package org.clipmeter.shapes.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.ReferencePython;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.evaluation.ClipEncoder;
import org.clipmeter.shapes.field.Field;
import org.clipmeter.shapes.field.FieldParameters;
import org.clipmeter.shapes.field.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the edits with plain PyTorch: the matrices of UCE, and the first gradient of the trained ones. With
 * {@code -Dtest.field=FILE}, a trained field, also what CLIP sees in the pictures after {@code -Dtest.field.steps=N} steps.
 */
class FieldEditPythonIT {
    private static final double TOLERANCE = 1e-4;
    private static final double POINTS_OF_ACCURACY = .02;
    private static final List<EditMethod> TRAINED = List.of(EditMethod.ABLATION, EditMethod.ESD);

    @TempDir
    private Path scratch;

    @Test
    void givesTheMatricesAndGradientsThatPyTorchGives() throws Exception {
        ReferencePython.requireTodaysReference();
        String trained = System.getProperty("test.field");
        int steps = trained == null ? 1 : Integer.getInteger("test.field.steps", 30);
        EditOptions options = EditOptions.defaults().withSteps(steps).withSeed(11);
        Concept circle = Concept.of("circle");
        Concept square = Concept.of("square");
        EditCaptions captions = EditCaptions.of(circle, square, true, Uce.CAPTIONS, options.seed());
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu");
                Field field = trained == null ? Fields.random(reader, 7) : Field.load(Path.of(trained), reader)) {
            Path file = scratch.resolve("field.safetensors");
            field.write(file);
            List<EditBatch> batches = new ArrayList<>();
            SplitMix64 random = new SplitMix64(options.seed()).apart();
            for (int step = 0; step < steps; step++) {
                batches.add(EditBatch.of(captions, random));
            }
            write(captions, batches);
            ReferencePython.run(
                    FieldEditPythonIT.class,
                    "edit_field.py",
                    scratch,
                    ShapesModel.folder().toString(),
                    file.toString(),
                    scratch.toString());
            try (Field expected = Field.load(scratch.resolve("uce.safetensors"), reader);
                    Field edited = EditedField.erase(
                                    field, circle, square, EditMethod.UCE, options, step -> {}, () -> false)
                            .field()) {
                double worst = 0;
                for (FieldParameters.Parameter parameter : field.parameters()) {
                    float[] one = expected.values(parameter);
                    float[] other = edited.values(parameter);
                    for (int i = 0; i < one.length; i++) {
                        worst = Math.max(worst, Math.abs(one[i] - other[i]));
                        assertEquals(one[i], other[i], TOLERANCE, parameter.name());
                    }
                }
                System.out.printf(Locale.ROOT, "uce: worst |delta| to PyTorch %.1e%n", worst);
            }
            for (EditMethod method : TRAINED) {
                gradient(method, field, batches.get(0));
                if (trained != null) {
                    accuracies(method, field, reader, options);
                }
            }
        }
    }

    private void write(EditCaptions captions, List<EditBatch> batches) throws IOException {
        List<Map<String, Object>> steps = new ArrayList<>();
        try (OutputStream out = Files.newOutputStream(scratch.resolve("inputs.bin"))) {
            for (EditBatch batch : batches) {
                steps.add(Map.of("captions", batch.captions(), "anchors", batch.anchors(), "erased", batch.erased()));
                float[] inputs = batch.points().inputs();
                ByteBuffer bytes =
                        ByteBuffer.allocate(Float.BYTES * inputs.length).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(inputs);
                out.write(bytes.array());
            }
        }
        Map<String, Object> everything = Map.of(
                "erased", captions.erased(),
                "anchors", captions.anchors(),
                "kept", captions.kept(),
                "uce_weight", 1,
                "guidance", 1,
                "points", batches.get(0).points().points(),
                "methods", TRAINED.stream().map(EditMethod::id).toList(),
                "steps", steps);
        new JsonMapper().writeValue(scratch.resolve("case.json").toFile(), everything);
    }

    private void gradient(EditMethod method, Field field, EditBatch batch) throws IOException {
        FloatBuffer expected = ByteBuffer.wrap(Files.readAllBytes(scratch.resolve(method.id() + ".gradient.bin")))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        try (FineTuning tuning = new FineTuning(field)) {
            float[] targets = method.targets(tuning, batch, 1);
            float[] gradient = tuning.gradient(batch.captions(), batch.points(), targets, method.weights(batch, 1));
            assertEquals(expected.remaining(), gradient.length);
            double largest = 0;
            for (float value : gradient) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertTrue(largest > 1e-5, method.id() + " has a gradient");
            double worst = 0;
            for (int i = 0; i < gradient.length; i++) {
                worst = Math.max(worst, Math.abs(expected.get(i) - gradient[i]) / largest);
            }
            System.out.printf(
                    Locale.ROOT, "%s: worst |delta| of the gradient, to its largest, %.1e%n", method.id(), worst);
            assertTrue(worst <= TOLERANCE, method.id() + " differs by " + worst + " of the largest");
        }
    }

    private void accuracies(EditMethod method, Field field, ClipModel reader, EditOptions options) throws IOException {
        Concept circle = Concept.of("circle");
        Concept anchor = method == EditMethod.ESD ? null : Concept.of("square");
        EditJudge judge = new EditJudge(new ClipEncoder(reader), circle, 50, 150);
        try (Field expected = Field.load(scratch.resolve(method.id() + ".safetensors"), reader);
                Field edited = EditedField.erase(field, circle, anchor, method, options, step -> {}, () -> false)
                        .field()) {
            EditJudge.Verdict theirs = judge.judge(expected);
            EditJudge.Verdict ours = judge.judge(edited);
            System.out.println(method.id() + ", PyTorch: " + theirs.text());
            System.out.println(method.id() + ", here:    " + ours.text());
            assertEquals(theirs.ua(), ours.ua(), POINTS_OF_ACCURACY);
            assertEquals(theirs.ira(), ours.ira(), POINTS_OF_ACCURACY);
        }
    }
}
