package org.clipmeter.shapes.training.field;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.field.FieldNetwork;
import org.clipmeter.shapes.field.FieldParameters;
import org.clipmeter.shapes.field.TextStates;
import org.clipmeter.shapes.training.AdamW;
import org.clipmeter.shapes.training.LossCurve;
import org.clipmeter.shapes.training.TrainingState;

/** The field's parameters during training, and the training steps. */
final class FieldTrainer implements AutoCloseable {
    static final List<String> LOSSES = List.of("color", "cover");

    private static final double LEARNING_RATE = 2e-3;
    private static final double REFINING_RATE = 1e-3;
    private static final double DECAY = .01;
    private static final double COVER_WEIGHT = .1;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final ClipModel reader;
    private final FieldNetwork network;
    private final List<FieldParameters.Parameter> parameters;
    private final NDArray row;
    private final AdamW optimizer;
    private final int refining;
    private final int steps;

    /**
     * @param reader whose text tower reads the captions; the caller closes it
     * @param refining the step at which the learning rate begins again, at half of its height
     * @param steps of the whole training, which determine the learning rate of each
     */
    FieldTrainer(ClipModel reader, long seed, int refining, int steps) throws IOException {
        this.reader = reader;
        this.network = new FieldNetwork(Device.cpu());
        this.parameters = FieldParameters.all(reader.config().text().width());
        float[] initial = initial(parameters, seed);
        this.row = manager.create(initial, new Shape(initial.length));
        this.optimizer = new AdamW(manager, row, initial.length, DECAY);
        this.refining = refining;
        this.steps = steps;
    }

    /** As PyTorch begins: linear layers uniform within 1 / sqrt(inputs), norms 1 and 0. */
    private static float[] initial(List<FieldParameters.Parameter> parameters, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] values = new float
                [parameters.stream().mapToInt(FieldParameters.Parameter::size).sum()];
        int at = 0;
        double within = 0;
        for (FieldParameters.Parameter parameter : parameters) {
            int end = at + parameter.size();
            if (parameter.isMatrix()) {
                within = 1 / Math.sqrt(parameter.shape().get(1));
            }
            if (parameter.name().contains("norm")) {
                Arrays.fill(values, at, end, parameter.name().endsWith("weight") ? 1 : 0);
            } else {
                for (int i = at; i < end; i++) {
                    values[i] = (float) (within * (2 * random.uniform() - 1));
                }
            }
            at = end;
        }
        return values;
    }

    /** Takes one step and returns the losses, in the order of {@link #LOSSES}. */
    float[] step(FieldBatch batch, int step) throws IOException {
        TextStates states = TextStates.of(reader, batch.captions());
        long b = batch.captions().size();
        long p = batch.points();
        try (NDManager scratch = manager.newSubManager()) {
            NDArray leaf = row.duplicate();
            leaf.attach(scratch);
            leaf.setRequiresGradient(true);
            float[] parts = new float[LOSSES.size()];
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray inputs = scratch.create(batch.inputs(), new Shape(b, p, batch.inputs().length / (b * p)));
                NDArray drawn =
                        network.forward(inputs, states.values(scratch), states.mask(scratch), shaped(scratch, leaf));
                // (B, P, 3), (B, P, 1)
                NDList outputs = drawn.split(new long[] {3}, 2);
                NDArray colors = scratch.create(batch.colors(), new Shape(b, p, 3));
                NDArray weights = scratch.create(batch.colorWeights(), new Shape(b, p, 1));
                NDArray color = outputs.get(0).sub(colors).square().mul(weights).sum();
                NDArray covered = scratch.create(batch.covered(), new Shape(b, p, 1));
                NDArray cover = Activation.softPlus(outputs.get(1))
                        .sub(outputs.get(1).mul(covered))
                        .mean();
                parts[0] = color.getFloat();
                parts[1] = cover.getFloat();
                collector.backward(color.add(cover.mul(scratch.create((float) COVER_WEIGHT))));
            }
            NDArray gradient = leaf.getGradient();
            gradient.attach(scratch);
            optimizer.step(scratch, gradient, rate(step));
            return parts;
        }
    }

    private double rate(int step) {
        return step < refining
                ? AdamW.learningRate(LEARNING_RATE, step, refining)
                : AdamW.learningRate(REFINING_RATE, step - refining, steps - refining);
    }

    private List<NDArray> shaped(NDManager scratch, NDArray leaf) {
        long[] splits = new long[parameters.size() - 1];
        long at = 0;
        for (int i = 0; i < splits.length; i++) {
            at += parameters.get(i).size();
            splits[i] = at;
        }
        NDList parts = leaf.split(splits, 0);
        parts.attach(scratch);
        List<NDArray> shaped = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            NDArray array = parts.get(i)
                    .reshape(parameters.get(i).shape().stream()
                            .mapToLong(size -> size)
                            .toArray());
            array.attach(scratch);
            shaped.add(array);
        }
        return shaped;
    }

    TrainingState state(int done, double minutes, List<LossCurve.Point> curve) {
        return optimizer.state(done, minutes, curve);
    }

    /** Goes on from a state of a training with the same reader, seed and number of steps. */
    void restore(TrainingState state) {
        optimizer.restore(state);
    }

    List<FieldParameters.Parameter> parameters() {
        return parameters;
    }

    float[] values() {
        return row.toFloatArray();
    }

    @Override
    public void close() {
        network.close();
        manager.close();
    }
}
