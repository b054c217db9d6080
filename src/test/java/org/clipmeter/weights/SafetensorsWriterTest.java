package org.clipmeter.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.clipmeter.weights.file.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    Path folder;

    private static float[] ramp(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (i - 7) * 0.37f;
        }
        return values;
    }

    @Test
    void whatIsWrittenReadsBackBitForBit() throws IOException {
        float[] large = ramp(200_003);
        large[5] = Float.intBitsToFloat(0x7fc12345);
        large[6] = -0f;
        Path file = folder.resolve("model.safetensors");
        SafetensorsWriter.write(
                file,
                List.of(
                        NamedTensor.of("logit_scale", List.of(), new float[] {4.6f}),
                        NamedTensor.of("größe\"\n", List.of(0L, 3L), new float[0]),
                        NamedTensor.of("w", List.of(1L, 200_003L), large)),
                DType.F32);
        Weights weights = Weights.open(folder);
        assertEquals(List.of("logit_scale", "größe\"\n", "w"), List.copyOf(weights.names()));
        assertEquals(List.of(1L, 200_003L), weights.shape("w"));
        ByteBuffer read = weights.float32("w");
        for (int i = 0; i < large.length; i++) {
            assertEquals(Float.floatToRawIntBits(large[i]), read.getInt(i * 4));
        }
        assertEquals(4.6f, weights.float32("logit_scale").getFloat(0));
    }

    @Test
    void theHeaderIsAlignedAndSaysThatItComesFromTorch() throws IOException {
        Path file = folder.resolve("model.safetensors");
        for (String name : List.of("a", "ab", "abc", "abcdefgh")) {
            SafetensorsWriter.write(file, List.of(NamedTensor.of(name, List.of(1L), new float[1])), DType.F32);
            byte[] bytes = Files.readAllBytes(file);
            long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
            assertEquals(0, length % 8);
            assertEquals(8 + length + 4, bytes.length);
            assertEquals(
                    "{\"__metadata__\":{\"format\":\"pt\"},\"" + name
                            + "\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                    new String(bytes, 8, (int) length, StandardCharsets.US_ASCII).stripTrailing());
        }
    }

    @Test
    void storesHalvesRoundedToNearest() throws IOException {
        SafetensorsWriter.write(
                folder.resolve("model.safetensors"),
                List.of(NamedTensor.of("h", List.of(3L), new float[] {1f / 3, 70000f, -2f})),
                DType.F16);
        Weights weights = Weights.open(folder);
        assertEquals(DType.F16, weights.dtype("h"));
        assertEquals(0.33325195f, weights.float32("h").getFloat(0));
        assertEquals(Float.POSITIVE_INFINITY, weights.float32("h").getFloat(4));
        assertEquals(-2f, weights.float32("h").getFloat(8));
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNoOther() throws IOException {
        Path file = folder.resolve("model.safetensors");
        List<NamedTensor> one = List.of(NamedTensor.of("a", List.of(1L), new float[1]));
        SafetensorsWriter.write(file, one, DType.F32);
        byte[] before = Files.readAllBytes(file);
        List<NamedTensor> twice = List.of(one.get(0), one.get(0));
        assertThrows(IllegalArgumentException.class, () -> SafetensorsWriter.write(file, twice, DType.F32));
        assertThrows(IllegalArgumentException.class, () -> SafetensorsWriter.write(file, one, DType.BF16));
        Path blocked = Files.createDirectories(folder.resolve("blocked/inside")).getParent();
        assertThrows(IOException.class, () -> SafetensorsWriter.write(blocked, one, DType.F32));
        assertEquals(ByteBuffer.wrap(before), ByteBuffer.wrap(Files.readAllBytes(file)));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void refusesAShapeOfAnotherSizeThanItsValues() {
        assertThrows(IllegalArgumentException.class, () -> NamedTensor.of("a", List.of(2L, 2L), new float[5]));
    }
}
