package org.clipmeter.model.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;
import org.clipmeter.engine.TorchScript;

/** The precision of products of activations with weights, where nearly all of the time goes. */
interface Products extends AutoCloseable {
    /** As the weights are, in float32. */
    Products FLOAT32 = new Products() {
        @Override
        public NDArray cast(NDArray weight) {
            return weight;
        }

        @Override
        public NDArray project(NDArray x, NDArray weight) {
            return Linear.linear(x, weight, null).singletonOrThrow();
        }

        @Override
        public String castExpression() {
            return "x";
        }

        @Override
        public String float32Expression() {
            return "x";
        }

        @Override
        public String addProjectionExpression() {
            return "torch.addmm_(torch.add(y, b), x, torch.t(w), beta=1, alpha=alpha)";
        }

        @Override
        public void close() {}
    };

    /** A float32 weight or bias in the precision of the products, on the same manager. */
    NDArray cast(NDArray weight);

    /**
     * x · weightᵀ: (..., in) → (..., out), float32.
     *
     * @param x float32
     * @param weight (out, in), from {@link #cast}
     */
    NDArray project(NDArray x, NDArray weight);

    /** The float32 tensor {@code x} in the precision of the products, as an expression of {@link TorchScript}. */
    String castExpression();

    /** The tensor {@code x} in the precision of the products as float32, as an expression of {@link TorchScript}. */
    String float32Expression();

    /**
     * y + alpha · x · wᵀ + b: (rows, out), float32, in memory of its own, as an expression of {@link TorchScript}.
     * {@code y} is (rows, out), float32; {@code x} is (rows, in), {@code w} (out, in) and {@code b} (out) are in the
     * precision of the products.
     */
    String addProjectionExpression();

    @Override
    void close();
}
