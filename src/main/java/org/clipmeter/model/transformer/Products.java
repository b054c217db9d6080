package org.clipmeter.model.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;
import org.clipmeter.engine.TorchScript;

/** The precision of products of activations with weights, which take nearly all of the time. */
public interface Products extends AutoCloseable {
    /** In float32, as the weights are. */
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

    /** Converts a float32 weight or bias to the precision of the products, on the same manager. */
    NDArray cast(NDArray weight);

    /**
     * x · weightᵀ: (..., in) → (..., out), float32.
     *
     * @param x float32
     * @param weight (out, in), from {@link #cast}
     */
    NDArray project(NDArray x, NDArray weight);

    /**
     * The conversion of the float32 tensor {@code x} to the precision of the products, as a {@link TorchScript}
     * expression.
     */
    String castExpression();

    /**
     * The conversion of {@code x} from the precision of the products to float32, as a {@link TorchScript} expression.
     */
    String float32Expression();

    /**
     * y + alpha · x · wᵀ + b, as a {@link TorchScript} expression: (rows, out), float32, in newly allocated memory.
     * {@code y} is (rows, out), float32; {@code x} is (rows, in), {@code w} (out, in) and {@code b} (out), all three in
     * the precision of the products.
     */
    String addProjectionExpression();

    @Override
    void close();
}
