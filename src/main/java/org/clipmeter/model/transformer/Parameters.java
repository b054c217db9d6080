package org.clipmeter.model.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.LayerNorm;
import java.util.Map;

/**
 * Named parameters below a prefix that mirrors the checkpoint's keys.
 *
 * <p>The activation is always the receiver or first argument, because in DJL a result belongs to the manager of its
 * first operand, and the parameters' manager outlives every batch.
 */
public record Parameters(Map<String, NDArray> arrays, Products products, String prefix) {
    /** The parameters below a longer prefix. */
    public Parameters in(String name) {
        return new Parameters(arrays, products, prefix + name + ".");
    }

    /** The parameter with a name below the prefix, which must exist. */
    public NDArray get(String name) {
        NDArray array = arrays.get(prefix + name);
        if (array == null) {
            throw new IllegalStateException("no parameter " + prefix + name);
        }
        return array;
    }

    /** x · weightᵀ: (..., in) → (..., out). */
    public NDArray project(NDArray x, String name) {
        return products.project(x, get(name + ".weight"));
    }

    /** Normalizes the last axis with the population variance; the shape stays. */
    public NDArray layerNorm(NDArray x, String name, float eps) {
        NDArray weight = get(name + ".weight");
        return LayerNorm.layerNorm(x, new Shape(weight.getShape().get(0)), weight, get(name + ".bias"), eps)
                .singletonOrThrow();
    }
}
