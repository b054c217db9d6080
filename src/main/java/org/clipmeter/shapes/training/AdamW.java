package org.clipmeter.shapes.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Adam with decoupled weight decay (Loshchilov, Hutter, arXiv:1711.05101) on one row of parameters, in place. */
final class AdamW {
    private static final double BETA1 = .9;
    private static final double BETA2 = .98;
    private static final double EPSILON = 1e-8;
    private static final double DECAY = .05;
    private static final double LARGEST_GRADIENT = 1;

    private final NDArray row;
    private final NDArray decayed;
    private final NDArray mean;
    private final NDArray variance;
    private int steps;

    /** @param decayedSize the number of parameters, counted from the first, to which weight decay applies */
    AdamW(NDManager manager, NDArray row, int decayedSize) {
        this.row = row;
        this.decayed = row.get("0:" + decayedSize);
        this.mean = manager.zeros(row.getShape());
        this.variance = manager.zeros(row.getShape());
    }

    /**
     * Takes one step against a gradient, which is scaled down to length 1 if it is longer; returns its original length.
     */
    double step(NDManager scratch, NDArray gradient, double learningRate) {
        steps++;
        NDArray g = gradient.duplicate();
        g.attach(scratch);
        double length = Math.sqrt(g.square().sum().getFloat());
        if (!Double.isFinite(length)) {
            throw new IllegalStateException("the gradient is not finite at step " + steps);
        }
        g.muli(Math.min(1, LARGEST_GRADIENT / (length + 1e-6)));
        decayed.muli(1 - learningRate * DECAY);
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
