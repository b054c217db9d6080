package org.clipmeter.benchmark;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Locale;
import org.clipmeter.engine.TorchEngine;

/**
 * The highest speed of this machine's matrix products: the best of several products of large square fp32 matrices,
 * computed with the PyTorch of each side in turn.
 *
 * @param clipmeter floating-point operations per second
 * @param reference floating-point operations per second
 */
record Peak(double clipmeter, double reference) {
    private static final int SIZE = 2048;
    private static final int ROUNDS = 8;

    static Peak measure(Reference reference) throws IOException {
        TorchEngine.start();
        double ours = Double.MAX_VALUE;
        double theirs = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            ours = Math.min(ours, product());
            theirs = Math.min(theirs, reference.product(SIZE));
        }
        double flops = 2.0 * SIZE * SIZE * SIZE;
        return new Peak(flops / ours, flops / theirs);
    }

    private static double product() {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            NDArray a = manager.randomUniform(0, 1, new Shape(SIZE, SIZE));
            NDArray b = manager.randomUniform(0, 1, new Shape(SIZE, SIZE));
            long begun = System.nanoTime();
            NDArray product = a.matMul(b);
            double seconds = (System.nanoTime() - begun) * 1e-9;
            product.close();
            return seconds;
        }
    }

    double best() {
        return Math.max(clipmeter, reference);
    }

    /** The share of the peak that corresponds to a rate of pairs. */
    String share(double pairsPerSecond, FlopCount flops) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * pairsPerSecond * flops.flopsOfAPair() / best());
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.0f GFLOP/s (clipmeter's PyTorch %.0f, the reference's %.0f; best of %d products of %d × %d, fp32)",
                best() / 1e9,
                clipmeter / 1e9,
                reference / 1e9,
                ROUNDS,
                SIZE,
                SIZE);
    }
}
