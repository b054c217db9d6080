package org.clipmeter.shapes.edit;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.engine.BackwardPass;
import org.clipmeter.shapes.field.Field;
import org.clipmeter.shapes.field.FieldParameters;
import org.clipmeter.shapes.field.FieldPoints;
import org.clipmeter.shapes.field.PointPass;
import org.clipmeter.shapes.field.TextStates;

/**
 * Trains the keys and values of a field's cross-attention, with Adam, towards pictures that the unchanged field gives. What
 * the pictures should be is the method's; everything else of the field stays as it is.
 */
final class FineTuning implements AutoCloseable {
    static final EditCaptions.Counts CAPTIONS = new EditCaptions.Counts(600, 1500);

    private static final double LEARNING_RATE = 5e-4;

    private final Field field;
    private final PointPass pass;
    private final List<FieldParameters.Parameter> parameters;
    private final float[] trained;
    private final Adam optimizer;

    FineTuning(Field field) throws IOException {
        this.field = field;
        this.pass = new PointPass(field);
        this.parameters = field.parameters();
        int size = 0;
        for (FieldParameters.Parameter parameter : parameters) {
            size += FieldParameters.readsText(parameter) ? parameter.size() : 0;
        }
        this.trained = new float[size];
        int at = 0;
        for (FieldParameters.Parameter parameter : parameters) {
            if (FieldParameters.readsText(parameter)) {
                System.arraycopy(field.values(parameter), 0, trained, at, parameter.size());
                at += parameter.size();
            }
        }
        this.optimizer = new Adam(LEARNING_RATE, size);
    }

    /**
     * What the unchanged field draws.
     *
     * @return for each point of each picture red, green, blue and the share that is covered, row-major
     */
    float[] drawn(List<String> captions, FieldPoints points) throws IOException {
        return pass.drawn(points, field.read(captions));
    }

    /**
     * Takes one step.
     *
     * @param targets as {@link #drawn} gives them
     * @param weights of each picture in the mean of squared errors
     */
    void step(List<String> captions, FieldPoints points, float[] targets, double[] weights) throws IOException {
        optimizer.step(trained, gradient(captions, points, targets, weights));
    }

    /** The gradient of a step with respect to the keys and values, in the order of the parameters. */
    float[] gradient(List<String> captions, FieldPoints points, float[] targets, double[] weights) throws IOException {
        TextStates states = field.read(captions);
        float[] scales = new float[targets.length];
        int each = PointPass.OUTPUTS * points.points();
        for (int i = 0; i < scales.length; i++) {
            scales[i] = (float) (weights[i / each] / each);
        }
        return BackwardPass.run(() -> {
            try (NDManager scratch = pass.scratch()) {
                NDArray row = scratch.create(trained, new Shape(trained.length));
                row.setRequiresGradient(true);
                try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                    NDArray drawn = pass.forward(
                            scratch, points, states.values(scratch), states.mask(scratch), withTrained(scratch, row));
                    NDArray wanted = scratch.create(targets, drawn.getShape());
                    NDArray scale = scratch.create(scales, drawn.getShape());
                    collector.backward(drawn.sub(wanted).square().mul(scale).sum());
                }
                NDArray gradient = row.getGradient();
                gradient.attach(scratch);
                return gradient.toFloatArray();
            }
        });
    }

    private List<NDArray> withTrained(NDManager scratch, NDArray row) {
        List<NDArray> unchanged = pass.parameters();
        List<NDArray> all = new ArrayList<>();
        List<Long> splits = new ArrayList<>();
        long at = 0;
        for (FieldParameters.Parameter parameter : parameters) {
            if (FieldParameters.readsText(parameter)) {
                at += parameter.size();
                splits.add(at);
            }
        }
        long[] inner =
                splits.stream().limit(splits.size() - 1L).mapToLong(end -> end).toArray();
        NDList parts = row.split(inner, 0);
        parts.attach(scratch);
        int next = 0;
        for (int i = 0; i < parameters.size(); i++) {
            if (FieldParameters.readsText(parameters.get(i))) {
                NDArray matrix = parts.get(next++).reshape(unchanged.get(i).getShape());
                matrix.attach(scratch);
                all.add(matrix);
            } else {
                all.add(unchanged.get(i));
            }
        }
        return all;
    }

    /** The trained keys and values, by the parameter's name. */
    Map<String, float[]> changed() {
        Map<String, float[]> changed = new LinkedHashMap<>();
        int at = 0;
        for (FieldParameters.Parameter parameter : parameters) {
            if (FieldParameters.readsText(parameter)) {
                float[] values = new float[parameter.size()];
                System.arraycopy(trained, at, values, 0, values.length);
                changed.put(parameter.name(), values);
                at += values.length;
            }
        }
        return changed;
    }

    @Override
    public void close() {
        pass.close();
    }
}
