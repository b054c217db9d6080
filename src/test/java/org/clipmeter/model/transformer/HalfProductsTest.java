package org.clipmeter.model.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.clipmeter.engine.TorchEngine;
import org.junit.jupiter.api.Test;

final class HalfProductsTest {
    /** 1 + 2⁻⁸ is halfway between two values of bfloat16, 1 and 1 + 2⁻⁷, and rounds to the even one, 1. */
    private static final float HALFWAY = 1 + 0x1p-8f;

    @Test
    void weightsAndActivationsAreRoundedToBfloat16AndTheResultIsFloat32() throws IOException {
        try (NDManager manager = manager();
                HalfProducts products = HalfProducts.on(manager.getDevice(), HalfProducts.BFLOAT16)) {
            NDArray weight = products.cast(manager.create(new float[] {HALFWAY, 2}, new Shape(1, 2)));
            NDArray x = manager.create(new float[] {HALFWAY, 1, 0, 4}, new Shape(2, 2));
            NDArray y = products.project(x, weight);
            assertEquals(DataType.FLOAT32, y.getDataType());
            assertEquals(new Shape(2, 1), y.getShape());
            assertArrayEquals(new float[] {3, 8}, y.toFloatArray());
        }
    }

    @Test
    void aProductBelongsToTheManagerOfItsActivation() throws IOException {
        try (NDManager manager = manager();
                HalfProducts products = HalfProducts.on(manager.getDevice(), HalfProducts.BFLOAT16);
                NDManager batch = manager.newSubManager()) {
            NDArray weight = products.cast(manager.ones(new Shape(3, 2)));
            assertSame(manager, weight.getManager());
            assertSame(
                    batch, products.project(batch.ones(new Shape(1, 2)), weight).getManager());
        }
    }

    private static NDManager manager() throws IOException {
        TorchEngine engine = TorchEngine.start();
        return engine.newManager(engine.device("cpu"));
    }
}
