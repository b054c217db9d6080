package org.clipmeter.weights.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.clipmeter.weights.file.WeightFile;
import org.clipmeter.weights.file.WeightsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipDirectoryTest {
    private static final byte[] CONTENT = "tensor data".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private Path file;
    private byte[] good;
    private int central;

    @BeforeEach
    void writeAZipOfTwoEntries() throws IOException {
        file = folder.resolve("pytorch_model.bin");
        good = zip(false, "a/data.pkl", "a/data/0");
        central = buffer(good).getInt(good.length - 6);
    }

    private byte[] zip(boolean zip64, String... names) throws IOException {
        try (StoredZip zip = new StoredZip(file, zip64)) {
            for (String name : names) {
                zip.entry(name, CONTENT);
            }
        }
        return Files.readAllBytes(file);
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private WeightFile loaded() throws WeightsException {
        WeightFile opened = WeightFile.of(file);
        opened.load();
        return opened;
    }

    private void assertRefused(byte[] bytes, String... parts) throws IOException {
        Files.write(file, bytes);
        String message = assertThrows(WeightsException.class, () -> ZipDirectory.read(loaded()))
                .getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "expected '" + part + "' in: " + message);
        }
    }

    private void assertPatchRefused(int at, int value, String... parts) throws IOException {
        byte[] bytes = good.clone();
        buffer(bytes).putShort(at, (short) value);
        assertRefused(bytes, parts);
    }

    @Test
    void findsEveryEntryWithItsData() throws IOException {
        for (boolean zip64 : new boolean[] {false, true}) {
            byte[] bytes = zip(zip64, "a/data.pkl", "a/data/0", "a/version");
            var entries = ZipDirectory.read(loaded());
            assertEquals(List.of("a/data.pkl", "a/data/0", "a/version"), List.copyOf(entries.keySet()));
            for (ZipDirectory.Entry entry : entries.values()) {
                int from = (int) entry.offset();
                assertEquals(0, from % 64);
                assertEquals(
                        new String(CONTENT, StandardCharsets.US_ASCII),
                        new String(bytes, from, (int) entry.size(), StandardCharsets.US_ASCII));
            }
        }
    }

    @Test
    void readsWhatTheJdkWrites() throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setComment("made elsewhere");
            ZipEntry entry = new ZipEntry("a/data.pkl");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(CONTENT.length);
            entry.setCrc(0xffffffffL & crc());
            zip.putNextEntry(entry);
            zip.write(CONTENT);
            zip.closeEntry();
        }
        assertEquals(
                CONTENT.length,
                ZipDirectory.read(WeightFile.of(file)).get("a/data.pkl").size());
    }

    private static long crc() {
        var crc = new java.util.zip.CRC32();
        crc.update(CONTENT);
        return crc.getValue();
    }

    @Test
    void refusesACompressedEntry() throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("a/data.pkl"));
            zip.write(new byte[10_000]);
            zip.closeEntry();
        }
        assertRefused(Files.readAllBytes(file), "compressed zip entry 'a/data.pkl' (method 8)");
        assertPatchRefused(8, 8, "'a/data.pkl' has no valid local header");
    }

    @Test
    void refusesAnEncryptedEntry() throws IOException {
        assertPatchRefused(central + 8, 0x0801, "encrypted");
    }

    @Test
    void refusesDuplicateNamesAlsoByCase() throws IOException {
        assertRefused(zip(false, "a/data/0", "a/data/0"), "'a/data/0' is listed twice");
        assertRefused(zip(false, "a/data.pkl", "A/DATA.PKL"), "'A/DATA.PKL' is listed twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../x", "/x", "a//x", "a/", "", "a\\x", "C:x", "a/./x", "..", "a\nb", "a\0b"})
    void refusesNamesThatAreNoPlainPath(String name) throws IOException {
        assertRefused(zip(false, name), "not a plain relative path");
    }

    @Test
    void refusesALocalNameThatDiffers() throws IOException {
        byte[] bytes = good.clone();
        bytes[30] = 'b';
        assertRefused(bytes, "'a/data.pkl' is named 'b/data.pkl' in its local header");
    }

    @Test
    void refusesAWrongCrc() throws IOException {
        byte[] bytes = good.clone();
        bytes[64]++;
        assertRefused(bytes, "'a/data.pkl' does not match its CRC-32");
    }

    @Test
    void refusesOverlappingEntries() throws IOException {
        byte[] bytes = good.clone();
        int second = central + 46 + "a/data.pkl".length();
        buffer(bytes).putInt(central + 20, 100).putInt(central + 24, 100);
        assertRefused(bytes, "overlaps");
        bytes = good.clone();
        buffer(bytes).putInt(second + 20, CONTENT.length + 1).putInt(second + 24, CONTENT.length + 1);
        assertRefused(bytes, "overlaps the zip directory");
    }

    @Test
    void refusesSizesThatLie() throws IOException {
        assertPatchRefused(central + 20, 3, "stored in 3 bytes, but holds 11");
        byte[] bytes = good.clone();
        buffer(bytes).putInt(central + 20, 0x7fffffff).putInt(central + 24, 0x7fffffff);
        assertRefused(bytes, "no valid local header");
        bytes = good.clone();
        buffer(bytes).putInt(central + 42, 0x7fffffff);
        assertRefused(bytes, "starts at byte 2147483647");
        bytes = good.clone();
        buffer(bytes).putInt(central + 24, -1);
        assertRefused(bytes, "zip64 extra field");
    }

    @Test
    void refusesADirectoryThatLies() throws IOException {
        int end = good.length - 22;
        assertPatchRefused(end + 8, 3, "several zip volumes");
        byte[] bytes = good.clone();
        buffer(bytes).putShort(end + 8, (short) 3).putShort(end + 10, (short) 3);
        assertRefused(bytes, "damaged zip directory entry 2");
        buffer(bytes).putShort(end + 8, (short) 1).putShort(end + 10, (short) 1);
        assertRefused(bytes, "more zip directory entries than the 1 ");
        bytes = good.clone();
        buffer(bytes).putInt(end + 16, central - 1);
        assertRefused(bytes, "does not end at byte");
        assertRefused(Arrays.copyOf(good, good.length + 1), "no end of a zip directory");
        for (int length = 4; length < good.length; length++) {
            assertRefused(Arrays.copyOf(good, length), "pytorch_model.bin");
        }
    }

    @Test
    void refusesAZip64RecordThatContradicts() throws IOException {
        byte[] zip64 = zip(true, "a/data.pkl");
        byte[] bytes = zip64.clone();
        buffer(bytes).putShort(bytes.length - 14, (short) 5).putShort(bytes.length - 12, (short) 5);
        assertRefused(bytes, "contradicts");
        bytes = zip64.clone();
        buffer(bytes).putLong(bytes.length - 22 - 12, 0);
        assertRefused(bytes, "no zip64 end record at byte 0");
        bytes = zip64.clone();
        buffer(bytes).putLong(bytes.length - 22 - 20 - 8, Long.MAX_VALUE);
        assertRefused(bytes, "does not end at byte");
    }
}
