package org.clipmeter.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.clipmeter.GoldenFixtures;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("golden")
class WeightsGoldenTest {
    private final Path models = Path.of(System.getProperty("golden", "../shared/golden"), "models");

    @TempDir
    Path scratch;

    /**
     * Maps folder names to the names of their expectations; folders with the same expectations have the same weights.
     */
    private Map<String, String> folders() throws IOException {
        Path index = models.resolve("expected/index.json");
        assumeTrue(Files.exists(index), () -> "no golden models: " + index.toAbsolutePath());
        JsonNode json = new JsonMapper().readTree(index.toFile());
        Map<String, String> folders = new TreeMap<>();
        json.properties()
                .forEach(entry -> folders.put(entry.getKey(), entry.getValue().asText()));
        assertTrue(!folders.isEmpty(), () -> index + " is empty");
        return folders;
    }

    private Weights open(String name) throws IOException {
        Path target = scratch.resolve(name);
        return Weights.open(
                Files.exists(target) ? target : GoldenFixtures.orSkip().model(name, scratch));
    }

    private static Set<String> comparable(Weights weights) {
        Set<String> names = new TreeSet<>(weights.names());
        names.removeIf(name -> name.endsWith("position_ids"));
        return names;
    }

    @Test
    void everyFormatOfTheSameWeightsHoldsTheSameBytes() throws IOException {
        Map<String, String> folders = folders();
        int compared = 0;
        for (Map.Entry<String, String> folder : folders.entrySet()) {
            String twin = folder.getValue().replace(".json", "");
            if (twin.equals(folder.getKey()) || !folders.containsKey(twin)) {
                continue;
            }
            Weights expected = open(twin);
            Weights found = open(folder.getKey());
            assertEquals(comparable(expected), comparable(found), folder.getKey());
            for (String name : comparable(expected)) {
                String what = folder.getKey() + " " + name;
                assertEquals(expected.shape(name), found.shape(name), what);
                assertEquals(expected.dtype(name), found.dtype(name), what);
                assertEquals(expected.raw(name), found.raw(name), what);
                assertEquals(expected.float32(name), found.float32(name), what);
                assertTrue(found.raw(name).isDirect() && found.raw(name).isReadOnly(), what);
                compared++;
            }
            found.checkUnchanged();
        }
        System.out.println("golden weights: " + compared + " tensors compared byte for byte");
    }

    @Test
    void everyTensorWidensToTheValueOfItsBits() throws IOException {
        for (String folder : folders().keySet()) {
            Weights weights = open(folder);
            assertTrue(weights.names().size() > 10, folder);
            for (String name : comparable(weights)) {
                ByteBuffer raw = weights.raw(name);
                ByteBuffer floats = weights.float32(name);
                long elements = weights.shape(name).stream().reduce(1L, Math::multiplyExact);
                assertEquals(elements * 4, floats.remaining(), name);
                assertEquals(elements * weights.dtype(name).bytes(), raw.remaining(), name);
                for (int i = 0; i < elements; i++) {
                    int bits = floats.getInt(i * 4);
                    switch (weights.dtype(name)) {
                        case F32 -> assertEquals(raw.getInt(i * 4), bits);
                        case BF16 -> assertEquals(raw.getShort(i * 2) << 16, bits);
                        case F16 -> assertEquals(valueOfHalf(raw.getShort(i * 2)), Float.intBitsToFloat(bits), 0);
                        default -> throw new AssertionError(folder + " " + name + " " + weights.dtype(name));
                    }
                }
            }
        }
    }

    private static double valueOfHalf(short half) {
        int exponent = half >> 10 & 31;
        assertTrue(exponent < 31, "weights are finite");
        int mantissa = half & 1023;
        double magnitude = exponent == 0 ? mantissa * 0x1p-24 : (1024 + mantissa) * Math.scalb(1.0, exponent - 25);
        return half < 0 ? -magnitude : magnitude;
    }
}
