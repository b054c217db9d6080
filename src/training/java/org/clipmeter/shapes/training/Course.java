package org.clipmeter.shapes.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A training of one network: its batches, its steps, and what is saved of it. {@link TrainingRun} carries it out.
 *
 * @param <B> the arrays of one step
 */
public interface Course<B> extends AutoCloseable {
    /** The number of steps of the whole training. */
    int steps();

    /** The names of the losses, in the order in which {@link #step} gives them. */
    List<String> losses();

    /** Draws the batch of a step; called from another thread than the others. */
    B batch(int step);

    /** What to print when a batch is the first of a section of the training; the same for all of a section. */
    String section(B batch);

    /** Takes one step and returns the losses. */
    float[] step(B batch, int step) throws IOException;

    /** The number of parameters. */
    int size();

    TrainingState state(int done, double minutes, List<LossCurve.Point> curve);

    void restore(TrainingState state);

    /** Writes the network as it is now, and returns lines that say how good it is. */
    String save(Path folder) throws IOException;

    @Override
    void close();
}
