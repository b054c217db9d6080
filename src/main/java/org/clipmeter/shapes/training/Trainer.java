package org.clipmeter.shapes.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.clipmeter.shapes.ShapesVocabulary;

/** The parameters during training, and the training steps. */
final class Trainer implements AutoCloseable {
    private static final double LEARNING_RATE = 1e-3;

    private final NDManager manager;
    private final ParameterTable table;
    private final NDArray row;
    private final AdamW optimizer;
    private final int steps;

    /** @param steps the number of steps of the whole training, which determines the learning rate of each */
    Trainer(ShapesVocabulary vocabulary, long seed, int steps) {
        this.manager = NDManager.newBaseManager("PyTorch");
        this.table = new ParameterTable(vocabulary.size());
        this.row = manager.create(table.initial(seed), new Shape(table.size()));
        this.optimizer = new AdamW(manager, row, table.decayedSize());
        this.steps = steps;
    }

    /** The learning rate of a step: a short linear rise, then half a cosine down to zero. */
    static double learningRate(int step, int steps) {
        int warmUp = Math.min(200, Math.max(1, steps / 10));
        return LEARNING_RATE * Math.min(1, (step + 1.0) / warmUp) * (.5 + .5 * Math.cos(Math.PI * step / steps));
    }

    /** Takes one step and returns the losses, in the order of {@link Losses#NAMES}. */
    float[] step(Batch batch, int step) {
        try (NDManager scratch = manager.newSubManager()) {
            NDArray leaf = row.duplicate();
            leaf.attach(scratch);
            leaf.setRequiresGradient(true);
            float[] parts;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                Losses losses = new Losses(scratch, new Network(scratch, table, leaf), batch);
                collector.backward(losses.total());
                parts = losses.parts();
            }
            NDArray gradient = leaf.getGradient();
            gradient.attach(scratch);
            optimizer.step(scratch, gradient, learningRate(step, steps));
            return parts;
        }
    }

    /** The network with its current parameters. */
    TrainingEncoder encoder(ShapesVocabulary vocabulary) {
        return new TrainingEncoder(manager, table, row, vocabulary);
    }

    ParameterTable table() {
        return table;
    }

    float[] parameters() {
        return row.toFloatArray();
    }

    @Override
    public void close() {
        manager.close();
    }
}
