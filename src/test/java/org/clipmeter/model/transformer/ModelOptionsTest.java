package org.clipmeter.model.transformer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.util.List;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.ModelOptions.Precision;
import org.junit.jupiter.api.Test;

final class ModelOptionsTest {
    @Test
    void aPrecisionIsReadByItsNameInAnyCase() throws ModelException {
        assertEquals(Precision.FP32, Precision.of("fp32"));
        assertEquals(Precision.BF16, Precision.of(" BF16 "));
        assertEquals(Precision.FP16, Precision.of("Fp16"));
        assertEquals("bf16", Precision.BF16.toString());
    }

    @Test
    void anUnknownPrecisionIsRefusedWithTheKnownOnes() {
        String message =
                assertThrows(ModelException.class, () -> Precision.of("int8")).getMessage();
        assertEquals("precision 'int8' is unknown; expected fp32, bf16 or fp16.", message);
    }

    @Test
    void halfPrecisionOnACpuIsRefusedWithWhatToTakeInstead() {
        String message = assertThrows(
                        ModelException.class, () -> NetworkLoader.requirePossible(Precision.FP16, Device.cpu()))
                .getMessage();
        assertTrue(message.contains("fp16 needs a CUDA device, but this model would run on cpu. Use fp32"), message);
    }

    @Test
    void allOtherChoicesOfDeviceAndPrecisionArePossible() {
        for (Precision precision : Precision.values()) {
            assertDoesNotThrow(() -> NetworkLoader.requirePossible(precision, Device.gpu(0)));
        }
        assertDoesNotThrow(() -> NetworkLoader.requirePossible(Precision.BF16, Device.cpu()));
        assertDoesNotThrow(() -> NetworkLoader.requirePossible(Precision.FP32, Device.cpu()));
    }

    @Test
    void onlyBfloat16OnACpuWithoutItsInstructionsIsWarnedOf() {
        assertTrue(TransformerModel.warnings(Precision.BF16, Device.cpu(), true)
                .get(0)
                .contains("slower than fp32 here"));
        assertEquals(List.of(), TransformerModel.warnings(Precision.BF16, Device.cpu(), false));
        assertEquals(List.of(), TransformerModel.warnings(Precision.BF16, Device.gpu(0), true));
        assertEquals(List.of(), TransformerModel.warnings(Precision.FP32, Device.cpu(), true));
    }
}
