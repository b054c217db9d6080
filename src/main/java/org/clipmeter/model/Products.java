package org.clipmeter.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;
import org.jspecify.annotations.Nullable;

/** The products of activations with weights, where nearly all of the time goes, in one precision. */
interface Products extends AutoCloseable {
    /** As the weights are, in float32. */
    Products FLOAT32 = new Products() {
        @Override
        public NDArray kept(NDArray weight) {
            return weight;
        }

        @Override
        public NDArray linear(NDArray x, NDArray weight, @Nullable NDArray bias) {
            return Linear.linear(x, weight, bias).singletonOrThrow();
        }

        @Override
        public String linearScript() {
            return "torch.linear(x, w, b)";
        }

        @Override
        public void close() {}
    };

    /** A float32 weight or bias in the form that {@link #linear} takes, on the same manager. */
    NDArray kept(NDArray weight);

    /**
     * x · weightᵀ + bias: (..., in) → (..., out), float32.
     *
     * @param x float32
     * @param weight (out, in), from {@link #kept}
     * @param bias (out), from {@link #kept}; null for none
     */
    NDArray linear(NDArray x, NDArray weight, @Nullable NDArray bias);

    /** {@link #linear} as an expression of {@link TorchScript}, with the tensors {@code x}, {@code w} and {@code b}. */
    String linearScript();

    @Override
    void close();
}
