package org.clipmeter.shapes.training.clip;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import org.clipmeter.shapes.ShapesVocabulary;
import org.clipmeter.shapes.training.AdamW;
import org.clipmeter.shapes.training.LossCurve;
import org.clipmeter.shapes.training.TrainingState;

/** The parameters during training, and the training steps. */
final class Trainer implements AutoCloseable {
    private static final double LEARNING_RATE = 1e-3;
    private static final double DECAY = .05;

    private final NDManager manager;
    private final ParameterTable table;
    private final NDArray row;
    private final AdamW optimizer;
    private final int steps;

    /** @param plan whose number of steps determines the learning rate of each */
    Trainer(Plan plan, ShapesVocabulary vocabulary, long seed) {
        this.manager = NDManager.newBaseManager("PyTorch");
        this.table = new ParameterTable(plan.architecture(), vocabulary.size());
        this.row = manager.create(table.initial(seed), new Shape(table.size()));
        this.optimizer = new AdamW(manager, row, table.decayedSize(), DECAY);
        this.steps = plan.steps();
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
            optimizer.step(scratch, gradient, AdamW.learningRate(LEARNING_RATE, step, steps));
            return parts;
        }
    }

    /** What is needed to go on later, after {@code done} steps that took {@code minutes}. */
    TrainingState state(int done, double minutes, List<LossCurve.Point> curve) {
        return optimizer.state(done, minutes, curve);
    }

    /** Goes on from a state of a training with the same plan and seed. */
    void restore(TrainingState state) {
        optimizer.restore(state);
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
