package org.clipmeter.model.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.clipmeter.engine.TorchEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TransformerLayerTest {
    private static final int HIDDEN = 8;
    private static final int INTERMEDIATE = 16;
    private static final Shape TOKENS = new Shape(2, 3, HIDDEN);

    @ParameterizedTest
    @EnumSource(HiddenActivation.class)
    void aLayerLeavesWhatItIsGivenAsItIs(HiddenActivation activation) throws IOException {
        assertUnchanged(activation, Products.FLOAT32);
    }

    @Test
    void neitherDoesOneThatComputesIn16Bits() throws IOException {
        try (HalfProducts products = HalfProducts.on(TorchEngine.start().device("cpu"), HalfProducts.BFLOAT16)) {
            assertUnchanged(HiddenActivation.QUICK_GELU, products);
        }
    }

    /** The arrays use Java's memory here, so a result that shared it would outlive it. */
    private static void assertUnchanged(HiddenActivation activation, Products products) throws IOException {
        TorchEngine engine = TorchEngine.start();
        Device device = engine.device("cpu");
        TransformerConfig config = new TransformerConfig(HIDDEN, INTERMEDIATE, 1, 2, activation, 1e-5f);
        try (NDManager manager = engine.newManager(device);
                TransformerLayer layer = TransformerLayer.on(device, config, products, false)) {
            Parameters weights = weights(manager, products);
            float[] values = values(Math.toIntExact(TOKENS.size()));
            NDArray x = manager.create(values, TOKENS);
            NDArray mixed = layer.attention(weights, x);
            float[] mixedValues = mixed.toFloatArray();
            NDArray result = layer.feedForward(weights, x, mixed);
            float[] resultValues = result.toFloatArray();

            assertArrayEquals(values, x.toFloatArray());
            assertArrayEquals(mixedValues, mixed.toFloatArray());
            assertNotEquals(values[0], resultValues[0]);
            result.muli(0);
            assertArrayEquals(values, x.toFloatArray());
            assertArrayEquals(mixedValues, mixed.toFloatArray());
        }
    }

    private static Parameters weights(NDManager manager, Products products) {
        Map<String, NDArray> arrays = new HashMap<>();
        for (String norm : new String[] {"layer_norm1", "layer_norm2"}) {
            arrays.put(norm + ".weight", manager.ones(new Shape(HIDDEN)));
            arrays.put(norm + ".bias", manager.zeros(new Shape(HIDDEN)));
        }
        for (String part : new String[] {"q_proj", "k_proj", "v_proj", "out_proj"}) {
            linear(arrays, manager, products, "self_attn." + part, HIDDEN, HIDDEN);
        }
        linear(arrays, manager, products, "mlp.fc1", INTERMEDIATE, HIDDEN);
        linear(arrays, manager, products, "mlp.fc2", HIDDEN, INTERMEDIATE);
        return new Parameters(arrays, products, "");
    }

    private static void linear(
            Map<String, NDArray> arrays, NDManager manager, Products products, String name, int out, int in) {
        arrays.put(name + ".weight", products.cast(manager.create(values(out * in), new Shape(out, in))));
        arrays.put(name + ".bias", products.cast(manager.create(values(out), new Shape(out))));
    }

    private static float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) Math.sin(i + 1);
        }
        return values;
    }
}
