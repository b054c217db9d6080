package org.clipmeter.weights.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipmeter.weights.SafetensorsBytes;
import org.clipmeter.weights.Weights;
import org.clipmeter.weights.file.DType;
import org.clipmeter.weights.file.WeightsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class TorchFileTest {
    private static final byte[] ONE_TO_SIX = floats(1, 2, 3, 4, 5, 6);
    private static final byte[] LITTLE = "little".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("pytorch_model.bin");
    }

    private static byte[] floats(float... values) {
        byte[] bytes = new byte[values.length * 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return bytes;
    }

    private static PickleBytes dict() {
        return new PickleBytes().proto().orderedDict().op('(');
    }

    private static PickleBytes six(PickleBytes pickle, String name, long offset, long[] shape, long... strides) {
        return pickle.unicode(name).tensor(DType.F32, "0", 6, offset, shape, strides);
    }

    private static byte[] plain() {
        return six(dict(), "w", 0, new long[] {2, 3}, 3, 1).op('u').op('.').toBytes();
    }

    private void writeZip(byte[] pickle) throws IOException {
        writeZip(file, pickle);
    }

    /** Writes what torch.save writes for one tensor of six numbers. */
    public static void writeZip(Path file, String tensor) throws IOException {
        writeZip(
                file,
                six(dict(), tensor, 0, new long[] {2, 3}, 3, 1).op('u').op('.').toBytes());
    }

    private static void writeZip(Path file, byte[] pickle) throws IOException {
        try (StoredZip zip = new StoredZip(file, false)) {
            zip.entry("archive/data.pkl", pickle)
                    .entry("archive/byteorder", LITTLE)
                    .entry("archive/data/0", ONE_TO_SIX);
        }
    }

    private static byte[] legacy(byte[] state, String key, long elements, byte[] data) {
        return new PickleBytes()
                .proto()
                .op(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                .op('.')
                .proto()
                .integer(1001)
                .op('.')
                .proto()
                .op('}')
                .unicode("little_endian")
                .op(0x88)
                .op('s')
                .op('.')
                .append(state)
                .proto()
                .op(']')
                .unicode(key)
                .op('a')
                .op('.')
                .u64(elements)
                .append(data)
                .toBytes();
    }

    private void assertRefused(String... parts) {
        String message = assertThrows(
                        WeightsException.class, () -> Weights.open(folder).fingerprint())
                .getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "expected '" + part + "' in: " + message);
        }
        assertTrue(message.length() <= 500 && message.lines().count() == 1, message);
    }

    @Test
    void mapsAContiguousTensorAndGathersAStridedOne() throws IOException {
        PickleBytes pickle = six(dict(), "whole", 0, new long[] {2, 3}, 3, 1);
        six(pickle, "transposed", 0, new long[] {3, 2}, 1, 3);
        six(pickle, "row", 3, new long[] {3}, 1);
        six(pickle, "column", 1, new long[] {2}, 3);
        six(pickle, "repeated", 2, new long[] {4}, 0);
        six(pickle, "scalar", 4, new long[] {});
        six(pickle, "empty", 6, new long[] {0, 2}, 2, 1);
        writeZip(pickle.op('u').op('.').toBytes());
        Weights weights = Weights.open(folder);
        assertEquals(
                List.of("whole", "transposed", "row", "column", "repeated", "scalar", "empty"),
                List.copyOf(weights.names()));
        assertEquals(ByteBuffer.wrap(ONE_TO_SIX), weights.float32("whole"));
        assertEquals(ByteBuffer.wrap(floats(1, 4, 2, 5, 3, 6)), weights.float32("transposed"));
        assertEquals(ByteBuffer.wrap(floats(4, 5, 6)), weights.float32("row"));
        assertEquals(ByteBuffer.wrap(floats(2, 5)), weights.float32("column"));
        assertEquals(ByteBuffer.wrap(floats(3, 3, 3, 3)), weights.raw("repeated"));
        assertEquals(ByteBuffer.wrap(floats(5)), weights.float32("scalar"));
        assertEquals(0, weights.float32("empty").remaining());
        for (String name : weights.names()) {
            ByteBuffer bytes = weights.float32(name);
            assertTrue(bytes.isDirect() && bytes.isReadOnly() && bytes.order() == ByteOrder.LITTLE_ENDIAN, name);
        }
    }

    @Test
    void readsZip64() throws IOException {
        try (StoredZip zip = new StoredZip(file, true)) {
            zip.entry("archive/data.pkl", plain()).entry("archive/data/0", ONE_TO_SIX);
        }
        assertEquals(ByteBuffer.wrap(ONE_TO_SIX), Weights.open(folder).float32("w"));
    }

    @Test
    void readsTheLegacyStream() throws IOException {
        Files.write(file, legacy(plain(), "0", 6, ONE_TO_SIX));
        assertEquals(ByteBuffer.wrap(ONE_TO_SIX), Weights.open(folder).float32("w"));
    }

    @Test
    void refusesADictInADictWhichTransformersFillsWithRandomNumbers() throws IOException {
        PickleBytes nested = new PickleBytes()
                .proto()
                .op('}')
                .op('(')
                .unicode("epoch")
                .integer(3)
                .unicode("state_dict");
        six(nested.orderedDict().op('('), "w", 0, new long[] {6}, 1);
        writeZip(nested.op('u').op('u').op('.').toBytes());
        assertRefused("in a dict under the key 'state_dict', which transformers does not look into");
    }

    @Test
    void refusesWhatIsNoDictOfTensorsAndNamesOtherEntries() throws IOException {
        PickleBytes self = new PickleBytes()
                .proto()
                .op('}')
                .op('q', 0)
                .unicode("a")
                .op('h', 0)
                .op('s')
                .op('.');
        writeZip(self.toBytes());
        assertRefused("its entry 'a' is a dict, expected a dict of tensors");
        self = new PickleBytes()
                .proto()
                .op('}')
                .op('q', 0)
                .unicode("state_dict")
                .op('h', 0)
                .op('s')
                .op('.');
        writeZip(self.toBytes());
        assertRefused("'state_dict' is a dict");
        writeZip(new PickleBytes().proto().op(']').op('.').toBytes());
        assertRefused("holds a list");
        writeZip(six(dict(), "w", 0, new long[] {2, 3}, 3, 1)
                .unicode("lr")
                .op('G', 0, 0, 0, 0, 0, 0, 0, 0)
                .op('u')
                .op('.')
                .toBytes());
        Weights weights = Weights.open(folder);
        assertEquals(Set.of("w"), weights.names());
        assertEquals(Map.of("lr", "a number"), weights.others());
        writeZip(dict().integer(5).op('N').op('u').op('.').toBytes());
        assertRefused("has an entry under the number 5, expected names of tensors only");
    }

    @Test
    void refusesAStorageOfAnotherSizeThanItsEntry() throws IOException {
        long[] shape = {5};
        writeZip(dict().unicode("w")
                .tensor(DType.F32, "0", 5, 0, shape, new long[] {1})
                .op('u')
                .op('.')
                .toBytes());
        assertRefused("storage archive/data/0 has 24 bytes, expected 20");
        writeZip(dict().unicode("w")
                .tensor(DType.F32, "7", 5, 0, shape, new long[] {1})
                .op('u')
                .op('.')
                .toBytes());
        assertRefused("storage archive/data/7 has no entry");
    }

    @Test
    void refusesTwoPicklesOrNone() throws IOException {
        try (StoredZip zip = new StoredZip(file, false)) {
            zip.entry("a/data.pkl", plain()).entry("b/data.pkl", plain()).entry("a/data/0", ONE_TO_SIX);
        }
        assertRefused("holds 2 data.pkl entries", "a/data.pkl", "b/data.pkl");
        try (StoredZip zip = new StoredZip(file, false)) {
            zip.entry("word/document.xml", LITTLE);
        }
        assertRefused("holds 0 data.pkl entries");
        for (String name : List.of("data.pkl", "a/b/data.pkl")) {
            try (StoredZip zip = new StoredZip(file, false)) {
                zip.entry(name, plain());
            }
            assertRefused("expected one <name>/data.pkl");
        }
    }

    @Test
    void refusesTorchScript() throws IOException {
        try (StoredZip zip = new StoredZip(file, false)) {
            zip.entry("a/data.pkl", plain()).entry("a/constants.pkl", plain()).entry("a/code/x.py", LITTLE);
        }
        assertRefused("TorchScript", "convert the checkpoint to safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"big", "", "littlebig", "littlelittlelittlelittlelittle"})
    void refusesAnotherByteOrder(String order) throws IOException {
        try (StoredZip zip = new StoredZip(file, false)) {
            zip.entry("a/data.pkl", plain())
                    .entry("a/byteorder", order.getBytes(StandardCharsets.US_ASCII))
                    .entry("a/data/0", ONE_TO_SIX);
        }
        assertRefused("byte order");
    }

    @Test
    void refusesALegacyStreamThatLies() throws IOException {
        Files.write(file, legacy(plain(), "0", 5, ONE_TO_SIX));
        assertRefused("storage '0'", "has 5 elements", "expected 6 elements");
        Files.write(file, legacy(plain(), "0", 6, floats(1, 2, 3, 4, 5)));
        assertRefused("storage '0'", "cut short");
        Files.write(file, legacy(plain(), "0", 6, floats(1, 2, 3, 4, 5, 6, 7)));
        assertRefused("ends at byte");
        Files.write(file, legacy(plain(), "1", 6, ONE_TO_SIX));
        assertRefused("storage key belongs to no tensor");
        byte[] cut = legacy(plain(), "0", 6, ONE_TO_SIX);
        for (int length = 0; length < cut.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(cut, length));
            assertRefused("pytorch_model.bin");
        }
        byte[] bigEndian = legacy(plain(), "0", 6, ONE_TO_SIX);
        int flag = new String(bigEndian, StandardCharsets.ISO_8859_1).indexOf("little_endian") + 13;
        bigEndian[flag] = (byte) 0x89;
        Files.write(file, bigEndian);
        assertRefused("not little-endian");
        bigEndian[4] ^= 1;
        Files.write(file, bigEndian);
        assertRefused("expected the magic number");
    }

    @Test
    void saysWhatAFileIsInstead() throws IOException {
        Files.write(file, new byte[] {'7', 'z', (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c, 0, 4});
        assertRefused("7z", "convert the checkpoint to safetensors");
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        Files.write(file, tar);
        assertRefused("tar", "convert the checkpoint to safetensors");
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 605247071\n");
        assertRefused("Git LFS pointer");
        Files.writeString(file, "<html><body>404</body></html>");
        assertRefused("HTML");
        Files.write(file, new byte[0]);
        assertRefused("an empty file");
        Files.write(file, new byte[100]);
        assertRefused("neither of the two formats");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // without sparse files
    void refusesAHugeFileOfAnotherFormatBeforeReadingIt() throws IOException {
        SafetensorsBytes.makeHuge(file);
        assertRefused("neither of the two formats");
        Files.write(file, new byte[] {'P', 'K', 3, 4});
        SafetensorsBytes.makeHuge(file);
        assertRefused("has no end of a zip directory");
    }

    @Test
    void safetensorsWinsAndItsErrorIsTheError() throws IOException {
        writeZip(plain());
        Files.write(folder.resolve("model.safetensors"), new byte[9]);
        assertRefused("model.safetensors");
    }

    @Test
    void readsANestedSymbolicLink() throws IOException {
        writeZip(plain());
        Path blob = Files.createDirectories(folder.resolve("models--o--n/blobs"))
                .resolve(SafetensorsBytes.sha256(Files.readAllBytes(file)));
        Files.move(file, blob);
        Files.createSymbolicLink(file, folder.relativize(blob));
        assertEquals(String.valueOf(blob.getFileName()), Weights.open(folder).fingerprint());
    }
}
