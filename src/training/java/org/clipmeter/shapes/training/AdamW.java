package org.clipmeter.shapes.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;

/** Adam with decoupled weight decay (Loshchilov, Hutter, arXiv:1711.05101) on one row of parameters, in place. */
public final class AdamW {
    private static final double BETA1 = .9;
    private static final double BETA2 = .98;
    private static final double EPSILON = 1e-8;
    private static final double LARGEST_GRADIENT = 1;

    private final NDArray row;
    private final NDArray decayed;
    private final double decay;
    private final NDArray mean;
    private final NDArray variance;
    private int steps;

    /**
     * @param decayedSize the number of parameters, counted from the first, to which weight decay applies
     * @param decay the weight decay
     */
    public AdamW(NDManager manager, NDArray row, int decayedSize, double decay) {
        this.row = row;
        this.decayed = row.get("0:" + decayedSize);
        this.decay = decay;
        this.mean = manager.zeros(row.getShape());
        this.variance = manager.zeros(row.getShape());
    }

    /** The learning rate of a step: a short linear rise, then half a cosine down to zero. */
    public static double learningRate(double highest, int step, int steps) {
        int warmUp = Math.min(200, Math.max(1, steps / 10));
        return highest * Math.min(1, (step + 1.0) / warmUp) * (.5 + .5 * Math.cos(Math.PI * step / steps));
    }

    /** What is needed to go on later, after {@code done} steps that took {@code minutes}. */
    public TrainingState state(int done, double minutes, List<LossCurve.Point> curve) {
        return new TrainingState(
                done, minutes, row.toFloatArray(), mean.toFloatArray(), variance.toFloatArray(), curve);
    }

    /** Goes on from a state of the same training: the parameters and the optimizer's means are those of the state. */
    public void restore(TrainingState state) {
        overwrite(row, state.row());
        overwrite(mean, state.mean());
        overwrite(variance, state.variance());
        steps = state.done();
    }

    /** Gives an array other values in its own memory; {@code copyTo} would exchange the memory below its slices. */
    private static void overwrite(NDArray array, float[] values) {
        try (NDArray saved = array.getManager().create(values, array.getShape())) {
            array.set(new NDIndex(":"), saved);
        }
    }

    /**
     * Takes one step against a gradient, which is scaled down to length 1 if it is longer; returns its original length.
     */
    public double step(NDManager scratch, NDArray gradient, double learningRate) {
        steps++;
        NDArray g = gradient.duplicate();
        g.attach(scratch);
        double length = Math.sqrt(g.square().sum().getFloat());
        if (!Double.isFinite(length)) {
            throw new IllegalStateException("the gradient is not finite at step " + steps);
        }
        g.muli(Math.min(1, LARGEST_GRADIENT / (length + 1e-6)));
        decayed.muli(1 - learningRate * decay);
        NDArray square = g.square();
        mean.muli(BETA1).addi(g.muli(1 - BETA1));
        variance.muli(BETA2).addi(square.muli(1 - BETA2));
        double correction = Math.sqrt(1 - Math.pow(BETA2, steps));
        NDArray change = variance.sqrt().addi(EPSILON * correction);
        change.attach(scratch);
        NDArray update = mean.div(change);
        update.attach(scratch);
        update.muli(learningRate * correction / (1 - Math.pow(BETA1, steps)));
        row.subi(update);
        return length;
    }
}
