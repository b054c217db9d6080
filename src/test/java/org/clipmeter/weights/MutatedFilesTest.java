package org.clipmeter.weights;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.clipmeter.weights.file.DType;
import org.clipmeter.weights.file.WeightsException;
import org.clipmeter.weights.torch.PickleBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds of damaged files of each format are either read, or refused with a WeightsException. */
class MutatedFilesTest {
    private static final int FILES = 600;
    private static final List<Param> PARAMS =
            List.of(Param.normal("w", 1, 4, 3), Param.counting("ids", 1, 5), Param.around("scale", 4, 0));

    @TempDir
    Path folder;

    private void mutate(Path file) throws IOException {
        byte[] good = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(42);
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] bytes = random.nextInt(10) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            int changes = 1 + random.nextInt(3);
            for (int c = 0; c < changes && bytes.length > 0; c++) {
                int at = random.nextInt(bytes.length);
                bytes[at] =
                        random.nextBoolean() ? (byte) (bytes[at] ^ 1 << random.nextInt(8)) : (byte) random.nextInt();
            }
            Files.write(file, bytes);
            try {
                Weights weights = Weights.open(folder);
                for (String name : weights.names()) {
                    weights.raw(name);
                    if (weights.dtype(name) == DType.F32) {
                        weights.float32(name);
                    }
                }
            } catch (WeightsException e) {
                refused++;
                String message = String.valueOf(e.getMessage());
                assertTrue(message.length() <= 500 && message.lines().count() == 1, message);
            }
        }
        int count = refused;
        assertTrue(count > FILES / 4, () -> "only " + count + " refused");
    }

    @Test
    void aDamagedSafetensorsFileIsReadOrRefused() throws IOException {
        Path file = folder.resolve("model.safetensors");
        RandomCheckpoint.writeSafetensors(file, PARAMS, 1);
        mutate(file);
    }

    @Test
    void aDamagedZipIsReadOrRefused() throws IOException {
        Path file = folder.resolve("pytorch_model.bin");
        RandomCheckpoint.writeBin(file, PARAMS, 1);
        mutate(file);
    }

    @Test
    void aDamagedPickleIsReadOrRefused() throws IOException {
        Path file = folder.resolve("pytorch_model.bin");
        PickleBytes legacy = new PickleBytes()
                .proto()
                .op(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                .op('.')
                .integer(1001)
                .op('.')
                .op('}')
                .unicode("little_endian")
                .op(0x88)
                .op('s')
                .op('.')
                .append(PickleBytes.stateDict(PARAMS))
                .op(']')
                .op('(');
        for (int i = 0; i < PARAMS.size(); i++) {
            legacy.unicode(String.valueOf(i));
        }
        legacy.op('e').op('.');
        for (Param param : PARAMS) {
            legacy.u64(param.elements()).append(new byte[(int) param.bytes()]);
        }
        Files.write(file, legacy.toBytes());
        assertTrue(Weights.open(folder).names().size() == PARAMS.size());
        mutate(file);
    }
}
