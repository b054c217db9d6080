package org.clipmeter.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.weights.RandomCheckpoint.Architecture;
import org.clipmeter.weights.file.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomCheckpointTest {
    private static final List<Param> FEW = List.of(
            Param.around("scale", 4.6, 0),
            Param.counting("ids", 1, 77),
            Param.normal("w", 0.02, 300, 700),
            Param.around("norm", 1, 0.05, 5000));

    @TempDir
    Path folder;

    /** Numbers of parameters as published for the four models (without position_ids). */
    @ParameterizedTest
    @CsvSource({"B32,151277313", "B16,149620737", "L14,427616513", "L14_336,427944193"})
    void hasAsManyParametersAsThePublishedModel(Architecture architecture, long expected) {
        long parameters = RandomCheckpoint.params(architecture).stream()
                .filter(param -> param.dtype() == DType.F32)
                .mapToLong(Param::elements)
                .sum();
        assertEquals(expected, parameters);
    }

    @Test
    void bothFormatsHoldTheSameTensors() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        RandomCheckpoint.writeSafetensors(folder.resolve("model.safetensors"), FEW, 7);
        RandomCheckpoint.writeBin(bin.resolve("pytorch_model.bin"), FEW, 7);
        Weights safetensors = Weights.open(folder);
        Weights torch = Weights.open(bin);
        assertEquals(List.of("scale", "ids", "w", "norm"), List.copyOf(torch.names()));
        assertEquals(safetensors.names(), torch.names());
        for (Param param : FEW) {
            assertEquals(param.shape(), torch.shape(param.name()));
            assertEquals(param.dtype(), torch.dtype(param.name()));
            assertEquals(safetensors.raw(param.name()), torch.raw(param.name()));
        }
        assertEquals(4.6f, torch.float32("scale").getFloat(0));
        assertEquals(76, torch.raw("ids").getLong(76 * 8));
    }

    @Test
    void valuesAreNormalAndFollowTheSeed() throws IOException {
        RandomCheckpoint.writeSafetensors(folder.resolve("model.safetensors"), FEW, 7);
        ByteBuffer w = Weights.open(folder).float32("w");
        double sum = 0;
        double squares = 0;
        int count = w.remaining() / 4;
        for (int i = 0; i < count; i++) {
            double value = w.getFloat(i * 4);
            sum += value;
            squares += value * value;
        }
        assertEquals(0, sum / count, 0.0002);
        assertEquals(0.02, Math.sqrt(squares / count), 0.0002);
        float first = w.getFloat(0);
        Path other = Files.createDirectory(folder.resolve("other"));
        RandomCheckpoint.writeSafetensors(other.resolve("model.safetensors"), FEW, 8);
        assertNotEquals(first, Weights.open(other).float32("w").getFloat(0));
        assertTrue(Math.abs(first) < 0.1);
    }
}
