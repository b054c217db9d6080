package org.clipmeter.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import org.junit.jupiter.api.Test;

final class TorchEngineTest {
    @Test
    void withoutAWishTheDeviceIsCudaWhereThereIsOne() throws EngineException {
        assertEquals(Device.cpu(), TorchEngine.choose(null, 0));
        assertEquals(Device.gpu(0), TorchEngine.choose(null, 2));
    }

    @Test
    void aWishIsTakenAsGiven() throws EngineException {
        assertEquals(Device.cpu(), TorchEngine.choose(" CPU ", 2));
        assertEquals(Device.gpu(0), TorchEngine.choose("cuda", 2));
        assertEquals(Device.gpu(1), TorchEngine.choose("cuda:1", 2));
        assertEquals("cuda:1", TorchEngine.name(Device.gpu(1)));
        assertEquals("cpu", TorchEngine.name(Device.cpu()));
    }

    @Test
    void aDeviceThatIsNotThereIsRefusedWithTheWayToGetOne() {
        String message = assertThrows(EngineException.class, () -> TorchEngine.choose("cuda:1", 1))
                .getMessage();
        assertTrue(message.contains("cuda:1 is not available: this PyTorch sees 1 CUDA devices"), message);
        assertTrue(message.contains("PYTORCH_LIBRARY_PATH"), message);
    }

    @Test
    void anUnknownDeviceIsRefusedWithTheKnownOnes() {
        String message = assertThrows(EngineException.class, () -> TorchEngine.choose("gpu0", 1))
                .getMessage();
        assertTrue(message.contains("'gpu0' is unknown; expected cpu, cuda or cuda:N"), message);
    }
}
