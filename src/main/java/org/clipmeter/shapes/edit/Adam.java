package org.clipmeter.shapes.edit;

/** Adam (Kingma, Ba: Adam: A Method for Stochastic Optimization, ICLR 2015) with PyTorch's defaults, on an array in place. */
public final class Adam {
    private static final double BETA1 = .9;
    private static final double BETA2 = .999;
    private static final double EPSILON = 1e-8;

    private final double learningRate;
    private final float[] mean;
    private final float[] variance;
    private int steps;

    public Adam(double learningRate, int size) {
        this.learningRate = learningRate;
        this.mean = new float[size];
        this.variance = new float[size];
    }

    /** Takes one step against a gradient. */
    public void step(float[] values, float[] gradient) {
        steps++;
        double rate = learningRate / (1 - Math.pow(BETA1, steps));
        double correction = Math.sqrt(1 - Math.pow(BETA2, steps));
        for (int i = 0; i < values.length; i++) {
            double g = gradient[i];
            double m = BETA1 * mean[i] + (1 - BETA1) * g;
            double v = BETA2 * variance[i] + (1 - BETA2) * g * g;
            mean[i] = (float) m;
            variance[i] = (float) v;
            values[i] -= (float) (rate * m / (Math.sqrt(v) / correction + EPSILON));
        }
    }
}
