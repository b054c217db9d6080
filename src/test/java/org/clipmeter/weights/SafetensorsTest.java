package org.clipmeter.weights;

import static org.clipmeter.weights.SafetensorsBytes.header;
import static org.clipmeter.weights.SafetensorsBytes.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.weights.file.DType;
import org.clipmeter.weights.file.WeightsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    private void assertRefused(byte[] file, String... parts) throws IOException {
        SafetensorsBytes.write(folder, file);
        String message =
                assertThrows(WeightsException.class, () -> Weights.open(folder)).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "expected '" + part + "' in: " + message);
        }
        assertTrue(message.length() <= 500 && message.lines().count() == 1, message);
    }

    private void assertHeaderRefused(String header, int dataBytes, String... parts) throws IOException {
        assertRefused(SafetensorsBytes.of(header, dataBytes), parts);
    }

    @Test
    void readsTensorsInTheOrderOfTheirData() throws IOException {
        byte[] data = ByteBuffer.allocate(20)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1.5f)
                .putFloat(Float.NaN)
                .putFloat(-0f)
                .putLong(-7)
                .array();
        SafetensorsBytes.write(folder, SafetensorsBytes.of("""
                        {"__metadata__":{"format":"pt"},\
                        "ids":{"dtype":"I64","shape":[],"data_offsets":[12,20]},\
                        "a":{"dtype":"F32","shape":[3,1],"data_offsets":[0,12]}}\s\s\s""", data));
        Weights weights = Weights.open(folder);
        assertEquals(List.of("a", "ids"), List.copyOf(weights.names()));
        assertEquals(List.of(3L, 1L), weights.shape("a"));
        assertEquals(List.of(), weights.shape("ids"));
        assertEquals(DType.I64, weights.dtype("ids"));
        ByteBuffer a = weights.float32("a");
        assertTrue(a.isDirect() && a.isReadOnly() && a.order() == ByteOrder.LITTLE_ENDIAN);
        assertEquals(ByteBuffer.wrap(data, 0, 12), a);
        assertEquals(-7, weights.raw("ids").getLong());
        assertEquals(-7f, weights.float32("ids").getFloat(0));
    }

    @Test
    void readsAnEmptyTensorAndAnEmptyFile() throws IOException {
        SafetensorsBytes.write(folder, SafetensorsBytes.of(header(tensor("none", "F32", "0,4", 0, 0)), 0));
        assertEquals(0, Weights.open(folder).float32("none").remaining());
        SafetensorsBytes.write(folder, SafetensorsBytes.of("{}", 0));
        assertEquals(0, Weights.open(folder).names().size());
    }

    @Test
    void copiesATensorThatIsNotAligned() throws IOException {
        byte[] data = {1, 0, 0, (byte) 0x80, 0x3f};
        SafetensorsBytes.write(
                folder, SafetensorsBytes.of(header(tensor("b", "U8", "1", 0, 1), tensor("f", "F32", "1", 1, 5)), data));
        ByteBuffer one = Weights.open(folder).float32("f");
        assertEquals(1f, one.getFloat(0));
        assertTrue(one.isDirect() && one.isReadOnly());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 100_000_001, Long.MAX_VALUE})
    void refusesAHeaderLengthOverTheLimit(long length) throws IOException {
        byte[] file = ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
        assertRefused(file, "its header would have " + Long.toUnsignedString(length), "100000000");
    }

    @Test
    void refusesAHeaderPastTheEnd() throws IOException {
        byte[] file = ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(57)
                .array();
        assertRefused(file, "header of 57 bytes ends behind the end of the file (64 bytes)");
    }

    @Test
    void refusesAFileTooShortForALength() throws IOException {
        assertRefused(new byte[0], "an empty file");
        assertRefused(new byte[7], "has 7 bytes");
    }

    @Test
    void saysWhatAFileIsInstead() throws IOException {
        assertRefused("<!DOCTYPE html><html>".getBytes(StandardCharsets.US_ASCII), "HTML");
        assertRefused(
                "version https://git-lfs.github.com/spec/v1\noid sha256:".getBytes(StandardCharsets.US_ASCII),
                "Git LFS pointer");
    }

    @ParameterizedTest
    @ValueSource(strings = {" {}", "\ufeff{}", "[]", "\"a\"", "{", "{}{}", "{}x", "{\"a\":1}", "{\"a\":{}}", "{'a':1}"})
    void refusesAHeaderThatIsNotOneObjectOfTensors(String header) throws IOException {
        assertHeaderRefused(header, 0, "model.safetensors");
    }

    @Test
    void refusesAHeaderThatIsNotUtf8() throws IOException {
        byte[] file = SafetensorsBytes.of(header(tensor("??", "F32", "0", 0, 0)), 0);
        file[10] = (byte) 0xc3;
        assertRefused(file, "UTF-8");
        assertRefused(
                SafetensorsBytes.of(
                        new String("{}".getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1), 0),
                "header");
    }

    @Test
    void refusesADuplicateName() throws IOException {
        assertHeaderRefused(
                header(tensor("w", "F32", "1", 0, 4), tensor("w", "F32", "1", 4, 8)), 8, "Duplicate", "'w'");
        assertHeaderRefused(
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"shape\":[1],\"data_offsets\":[0,4]}}",
                4,
                "Duplicate",
                "'shape'");
        assertHeaderRefused("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "Duplicate", "'a'");
    }

    @Test
    void refusesAHole() throws IOException {
        assertHeaderRefused(
                header(tensor("a", "F32", "1", 0, 4), tensor("b", "F32", "1", 8, 12)),
                12,
                "tensor 'b' leaves a hole after tensor 'a'",
                "begins at 8, expected 4");
        assertHeaderRefused(header(tensor("a", "F32", "1", 4, 8)), 8, "'a' leaves a hole after the header");
    }

    @Test
    void refusesAnOverlap() throws IOException {
        assertHeaderRefused(
                header(tensor("a", "F32", "2", 0, 8), tensor("b", "F32", "2", 4, 12)),
                12,
                "tensor 'b' overlaps tensor 'a'");
        assertHeaderRefused(
                header(tensor("a", "F32", "1", 0, 4), tensor("b", "F32", "1", 0, 4)),
                4,
                "tensor 'b' overlaps tensor 'a'");
    }

    @Test
    void refusesTrailingBytes() throws IOException {
        assertHeaderRefused(header(tensor("a", "F32", "1", 0, 4)), 5, "1 byte after tensor 'a' that no tensor uses");
    }

    @Test
    void refusesATensorPastTheEnd() throws IOException {
        assertHeaderRefused(header(tensor("a", "F32", "2", 0, 8)), 7, "tensor 'a' ends at 8", "the data ends at 7");
        assertHeaderRefused(
                header(tensor("a", "U8", "9223372036854775807", 0, 9223372036854775807L)),
                7,
                "tensor 'a' ends at 9223372036854775807");
    }

    @Test
    void refusesOffsetsInTheWrongOrder() throws IOException {
        assertHeaderRefused(header(tensor("a", "F32", "1", 4, 0)), 4, "'a' ends at 0 before it begins at 4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775807,4",
                "4294967296,4294967296",
                "2305843009213693953",
                "0,9223372036854775807,9223372036854775807,0",
                "9223372036854775807,9223372036854775807,0"
            })
    void refusesAShapeThatOverflows(String shape) throws IOException {
        assertHeaderRefused(header(tensor("big", "F32", shape, 0, 4)), 4, "tensor 'big'");
    }

    @Test
    void refusesAShapeThatDoesNotMatchItsBytes() throws IOException {
        assertHeaderRefused(
                header(tensor("a", "F16", "2,2", 0, 16)), 16, "tensor 'a' has 16 bytes, expected 8 for F16 [2, 2]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "1.0",
                "1e3",
                "9223372036854775808",
                "123456789012345678901234567890",
                "\"1\"",
                "null",
                "[1]"
            })
    void refusesASizeThatIsNoCount(String size) throws IOException {
        assertHeaderRefused(header(tensor("a", "F32", size, 0, 4)), 4, "model.safetensors");
        assertHeaderRefused(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0," + size + "]}}", 4, "model.safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"F8_E4M3", "F8_E5M2", "F4", "C64", "U16", "f32", ""})
    void refusesAnUnsupportedType(String dtype) throws IOException {
        assertHeaderRefused(
                "{\"a\":{\"dtype\":\"" + dtype + "\",\"shape\":[4],\"data_offsets\":[0,4]}}",
                4,
                "tensor 'a'",
                "of dtype " + dtype);
    }

    @Test
    void refusesUnknownFieldsAndMissingOnes() throws IOException {
        assertHeaderRefused(
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4],\"x\":1}}",
                4,
                "'a' has the unknown field 'x'");
        assertHeaderRefused(
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[4]}}", 4, "'a' needs dtype, shape and two data_offsets");
        assertHeaderRefused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,2,4]}}", 4, "'a' needs");
    }

    @Test
    void refusesMetadataThatIsNotStrings() throws IOException {
        assertHeaderRefused("{\"__metadata__\":{\"a\":1}}", 0, "__metadata__");
        assertHeaderRefused("{\"__metadata__\":[]}", 0, "__metadata__");
    }

    @Test
    void readsNoMetadataAsNull() throws IOException {
        SafetensorsBytes.write(folder, SafetensorsBytes.of("{\"__metadata__\":null}", 0));
        assertEquals(0, Weights.open(folder).names().size());
    }

    @Test
    void integersAndBooleansBecomeTheNearestFloats() throws IOException {
        byte[] data = ByteBuffer.allocate(8 + 4 + 2 + 1 + 1 + 1)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(16_777_217) // between two floats
                .putInt(-3)
                .putShort((short) -4)
                .put((byte) -5)
                .put((byte) 250)
                .put((byte) 1)
                .array();
        SafetensorsBytes.write(folder, SafetensorsBytes.of("""
                        {"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},\
                        "b":{"dtype":"I32","shape":[1],"data_offsets":[8,12]},\
                        "c":{"dtype":"I16","shape":[1],"data_offsets":[12,14]},\
                        "d":{"dtype":"I8","shape":[1],"data_offsets":[14,15]},\
                        "e":{"dtype":"U8","shape":[1],"data_offsets":[15,16]},\
                        "f":{"dtype":"BOOL","shape":[1],"data_offsets":[16,17]}}""", data));
        Weights weights = Weights.open(folder);
        List<Float> values = new ArrayList<>();
        for (String name : weights.names()) {
            values.add(weights.float32(name).getFloat(0));
        }
        assertEquals(List.of(16_777_216f, -3f, -4f, -5f, 250f, 1f), values);
    }

    @Test
    void readsPastLongMetadata() throws IOException {
        String value = "x".repeat(3_000_000);
        SafetensorsBytes.write(folder, SafetensorsBytes.of("{\"__metadata__\":{\"training\":\"" + value + "\"}}", 0));
        assertEquals(0, Weights.open(folder).names().size());
    }

    @Test
    void escapesAndCutsHostileNames() throws IOException {
        String name = "\\u0000\\n\\u001b[31m\\u202e" + "n".repeat(480);
        assertHeaderRefused(
                "{\"" + name + "\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                8,
                "\\u0000\\u000a\\u001b[31m\\u202e");
        assertHeaderRefused("{\"" + "n".repeat(600) + "\":{}}", 0, "its header is not valid JSON");
    }

    private static final byte[] ONE =
            SafetensorsBytes.of(header(tensor("a", "F32", "1", 0, 4)), new byte[] {0, 0, (byte) 0x80, 0x3f});
    private static final byte[] TWO =
            SafetensorsBytes.of(header(tensor("a", "F32", "1", 0, 4)), new byte[] {0, 0, 0, 0x40});

    /** Moves a file to where it would be in the Hub's cache, and links to it. */
    private Path asBlob(Path file) throws IOException {
        return asBlob(file, SafetensorsBytes.sha256(Files.readAllBytes(file)));
    }

    private Path asBlob(Path file, String name) throws IOException {
        Path blobs = Files.createDirectories(folder.resolve("models--o--n/blobs"));
        Path blob = Files.move(file, blobs.resolve(name));
        Files.createSymbolicLink(file, blob);
        return blob;
    }

    @Test
    void noticesABlobThatChanged() throws IOException {
        Path path = SafetensorsBytes.write(folder, ONE);
        asBlob(path);
        Weights weights = Weights.open(folder);
        weights.checkUnchanged();
        Files.write(path, new byte[ONE.length + 1]);
        assertTrue(assertThrows(WeightsException.class, weights::checkUnchanged)
                .getMessage()
                .contains("changed since it was opened"));
        assertThrows(WeightsException.class, () -> weights.float32("a"));
        assertThrows(WeightsException.class, weights::fingerprint);
        Files.delete(path);
        assertTrue(assertThrows(WeightsException.class, weights::checkUnchanged)
                .getMessage()
                .contains("can no longer be read (does not exist)"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void noticesABlobThatChangedAndKeptSizeAndTime() throws Exception {
        Path path = SafetensorsBytes.write(folder, ONE);
        Path blob = asBlob(path);
        Weights weights = Weights.open(folder);
        FileTime modified = Files.getLastModifiedTime(blob);
        Thread.sleep(20); // more than a tick of the file system's clock
        Files.write(blob, TWO);
        Files.setLastModifiedTime(blob, modified);
        assertThrows(WeightsException.class, weights::checkUnchanged);
    }

    @Test
    void aFileOfAFolderIsReadOnceAndWhatHappensToItLaterDoesNotMatter() throws IOException {
        Path path = SafetensorsBytes.write(folder, ONE);
        String sha256 = SafetensorsBytes.sha256(ONE);
        Weights weights = Weights.open(folder);
        ByteBuffer before = weights.float32("a");
        Files.write(path, TWO);
        assertEquals(1f, before.getFloat(0));
        assertEquals(1f, weights.float32("a").getFloat(0));
        Files.write(path, new byte[1]);
        assertEquals(1f, weights.float32("a").getFloat(0));
        Files.delete(path);
        weights.checkUnchanged();
        assertEquals(sha256, weights.fingerprint(), "that of the bytes in use");
    }

    @Test
    void aFileInABlobsFolderOutsideTheHubsCacheIsReadToo() throws IOException {
        Path path = SafetensorsBytes.write(folder, ONE);
        Path blobs = Files.createDirectories(folder.resolve("blobs"));
        Path blob = Files.move(path, blobs.resolve("ab".repeat(32)));
        Files.createSymbolicLink(path, blob);
        Weights weights = Weights.open(folder);
        assertEquals(1f, weights.float32("a").getFloat(0));
        Files.write(blob, new byte[1]);
        assertEquals(1f, weights.float32("a").getFloat(0));
        assertEquals(SafetensorsBytes.sha256(ONE), weights.fingerprint());
    }

    @Test
    void closingWhileAnotherThreadHashesEndsTheHashing() throws Exception {
        SafetensorsBytes.write(folder, ONE);
        Weights weights = Weights.open(folder);
        assertThrows(
                WeightsException.class,
                () -> weights.fingerprint((file, checksum, hashing) -> {
                    weights.close();
                    return hashing.sha256();
                }));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refusesAPipeAndALinkWithoutTargetInPlaceOfTheWeights() throws Exception {
        SafetensorsBytes.write(folder, ONE);
        Path torch = Files.move(folder.resolve("model.safetensors"), folder.resolve("pytorch_model.bin"));
        Path single = folder.resolve("model.safetensors");
        Files.createSymbolicLink(single, Path.of("gone"));
        assertEquals(
                single + " is a link to " + folder.resolve("gone") + ", which does not exist; mend the link",
                assertThrows(WeightsException.class, () -> Weights.open(folder)).getMessage());
        Files.delete(single);
        Files.delete(torch);
        assertEquals(0, new ProcessBuilder("mkfifo", torch.toString()).start().waitFor());
        assertEquals(
                torch + " is a named pipe, expected a file; replace it with the file",
                assertThrows(WeightsException.class, () -> Weights.open(folder)).getMessage());
    }

    @Test
    void aMappedTensorOutlivesAnInterrupt() throws IOException {
        asBlob(SafetensorsBytes.write(folder, ONE));
        Weights weights = Weights.open(folder);
        ByteBuffer before = weights.float32("a");
        Thread.currentThread().interrupt();
        try {
            assertTrue(assertThrows(WeightsException.class, () -> weights.float32("a"))
                    .getMessage()
                    .contains("interrupted"));
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals(1f, before.getFloat(0));
        assertEquals(1f, weights.float32("a").getFloat(0));
    }

    @Test
    void refusesAnUnknownNameByIt() throws IOException {
        SafetensorsBytes.write(folder, SafetensorsBytes.of("{}", 0));
        Weights weights = Weights.open(folder);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> weights.shape("text_model.x"))
                .getMessage()
                .contains("text_model.x"));
    }

    @Test
    void widensEveryHalfExactly() throws IOException {
        ByteBuffer halves = ByteBuffer.allocate(4 * 65536).order(ByteOrder.LITTLE_ENDIAN);
        for (int twice = 0; twice < 2; twice++) {
            for (int bits = 0; bits < 65536; bits++) {
                halves.putShort((short) bits);
            }
        }
        SafetensorsBytes.write(
                folder,
                SafetensorsBytes.of(
                        header(tensor("h", "F16", "65536", 0, 131072), tensor("b", "BF16", "65536", 131072, 262144)),
                        halves.array()));
        Weights weights = Weights.open(folder);
        ByteBuffer fromHalf = weights.float32("h");
        ByteBuffer fromBrain = weights.float32("b");
        assertEquals(65536 * 4, fromHalf.remaining());
        for (int bits = 0; bits < 65536; bits++) {
            assertEquals(bits << 16, fromBrain.getInt(bits * 4));
            int exponent = bits >> 10 & 31;
            double magnitude =
                    exponent == 0 ? (bits & 1023) * 0x1p-24 : Math.scalb(1 + (bits & 1023) / 1024.0, exponent - 15);
            float widened = fromHalf.getFloat(bits * 4);
            if (exponent < 31) {
                assertEquals(bits >= 32768 ? -magnitude : magnitude, widened, 0);
                assertEquals(bits >= 32768, Float.floatToRawIntBits(widened) < 0);
            } else if ((bits & 1023) == 0) {
                assertEquals(bits >= 32768 ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY, widened);
            } else {
                assertTrue(Float.isNaN(widened));
            }
        }
    }

    @Test
    void readsTensorsPastFourGigabytes() throws IOException {
        long half = 2_147_483_000L;
        String header = header(
                tensor("a", "U8", "2147483000", 0, 2147483000),
                tensor("b", "F16", "1073741824", 2147483000, 4294966648L),
                tensor("c", "F32", "2", 4294966648L, 4294966656L));
        header += " ".repeat(-header.length() & 7);
        Path path = SafetensorsBytes.write(folder, SafetensorsBytes.of(header, 0));
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.setLength(8 + header.length() + 4_294_966_656L);
            sparse.seek(8 + header.length() + half - 1);
            sparse.write(7);
            sparse.seek(sparse.length() - 8);
            sparse.write(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0});
        }
        asBlob(path, "ab".repeat(32)); // which is mapped; reading it into memory would take all four gigabytes
        Weights weights = Weights.open(folder);
        assertEquals(7, weights.raw("a").get((int) half - 1));
        assertEquals(1f, weights.float32("c").getFloat(0));
        assertEquals(-2f, weights.float32("c").getFloat(4));
        assertTrue(assertThrows(WeightsException.class, () -> weights.raw("b"))
                .getMessage()
                .contains("has a tensor of 2147483648 bytes"));
    }

    @Test
    void aBlobThatWasOverwrittenBeforeItIsOpenedHasNoFingerprint() throws IOException {
        Path path = SafetensorsBytes.write(folder, ONE);
        Path blob = asBlob(path);
        assertEquals(String.valueOf(blob.getFileName()), Weights.open(folder).fingerprint());
        Files.write(path, TWO);
        String message = assertThrows(
                        WeightsException.class, () -> Weights.open(folder).fingerprint())
                .getMessage();
        assertTrue(message.contains(blob + ": the file was overwritten: its SHA-256 is "), message);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // without sparse files
    void aHugeFileOfAnotherFormatIsRefusedBeforeItIsRead() throws IOException {
        Path path = SafetensorsBytes.write(folder, new byte[0]);
        SafetensorsBytes.makeHuge(path);
        assertTrue(assertThrows(WeightsException.class, () -> Weights.open(folder))
                .getMessage()
                .contains("its header does not start with '{'"));
        SafetensorsBytes.write(folder, ONE);
        SafetensorsBytes.makeHuge(path);
        assertTrue(assertThrows(WeightsException.class, () -> Weights.open(folder))
                .getMessage()
                .contains("bytes after tensor 'a' that no tensor uses"));
    }

    @Test
    void aFileThatChangesBetweenItsCheckAndItsReadingIsRefused() throws IOException {
        SafetensorsBytes.write(folder, ONE);
        Weights weights = Weights.open(folder);
        SafetensorsBytes.write(folder, new byte[ONE.length]);
        assertTrue(assertThrows(WeightsException.class, () -> weights.float32("a"))
                .getMessage()
                .contains("changed since it was opened"));
    }

    @Test
    void closedWeightsGiveOneLineAndLoadNothing() throws IOException {
        SafetensorsBytes.write(folder, ONE);
        Weights unread = Weights.open(folder);
        Weights read = Weights.open(folder);
        read.float32("a");
        for (Weights weights : List.of(unread, read)) {
            weights.close();
            assertTrue(assertThrows(WeightsException.class, () -> weights.float32("a"))
                    .getMessage()
                    .contains("the model was closed while its weights were read"));
            assertThrows(WeightsException.class, weights::fingerprint);
        }
    }

    @Test
    void fingerprintIsTheFilesSha256() throws IOException {
        Path path = SafetensorsBytes.write(folder, SafetensorsBytes.of("{}", 0));
        assertArrayEquals(new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'}, Files.readAllBytes(path));
        String sha256 = "411a485216e432ece6b9af94fa32154cf79a2a56d4f81266baa50063f45092bd";
        assertEquals(sha256, Weights.open(folder).fingerprint());
        assertEquals(asBlob(path).getFileName().toString(), Weights.open(folder).fingerprint());
    }

    @Test
    void aFolderWithoutWeightsNamesWhatIsLookedFor() {
        String message =
                assertThrows(WeightsException.class, () -> Weights.open(folder)).getMessage();
        assertTrue(message.contains("model.safetensors") && message.contains("pytorch_model.bin"), message);
        assertFalse(message.contains("null"), message);
    }
}
