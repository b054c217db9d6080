package org.clipmeter.text.pieces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.files.FileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of pieces that are broken, or made to take memory or time without end. SiglipPythonIT compares good ones. */
@Timeout(60)
final class UnigramPiecesTest {
    @TempDir
    private Path folder;

    /** A protobuf message, field by field. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message bytes(int field, byte[] value) {
            varint((long) field << 3 | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        Message float32(int field, float value) {
            varint((long) field << 3 | 5);
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(value)
                    .array());
            return this;
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] array() {
            return out.toByteArray();
        }
    }

    private static byte[] piece(String text, float score, int type) {
        return new Message()
                .bytes(1, text.getBytes(StandardCharsets.UTF_8))
                .float32(2, score)
                .number(3, type)
                .array();
    }

    /** A model of an unknown piece and of these. */
    private static Message model(String... pieces) {
        Message model = new Message().bytes(1, piece("<unk>", 0, 2));
        for (String piece : pieces) {
            model.bytes(1, piece(piece, -1, 1));
        }
        return model;
    }

    /** A normalizer with this map, which does not change white space. */
    private static byte[] map(int[] units, byte[] replacements) {
        ByteBuffer map =
                ByteBuffer.allocate(4 + 4 * units.length + replacements.length).order(ByteOrder.LITTLE_ENDIAN);
        map.putInt(4 * units.length);
        for (int unit : units) {
            map.putInt(unit);
        }
        byte[] compiled = map.put(replacements).array();
        return new Message()
                .bytes(2, compiled)
                .number(3, 0)
                .number(4, 0)
                .number(5, 0)
                .array();
    }

    private UnigramPieces read(byte[] bytes) throws IOException {
        Path file = folder.resolve("spiece.model");
        Files.write(file, bytes);
        return UnigramPieces.read(file);
    }

    private void refused(byte[] bytes, String reason) {
        String message = String.valueOf(
                assertThrows(FileException.class, () -> read(bytes)).getMessage());
        assertTrue(message.contains(reason), message);
        assertFalse(message.contains("\n"), message);
        assertTrue(message.length() <= 500, message);
    }

    @Test
    void piecesThatNoModelCanHaveAreRefused() {
        refused(model("a", "a").array(), "has the piece \"a\" twice");
        refused(model("").array(), "piece without a text");
        refused(model().bytes(1, piece("x", Float.NaN, 1)).array(), "score that is not a number");
        refused(model().bytes(1, piece("x", Float.NEGATIVE_INFINITY, 1)).array(), "score that is not a number");
        refused(model().bytes(1, piece("y", 0, 2)).array(), "two pieces for unknown characters");
        refused(new Message().bytes(1, piece("a", 0, 1)).array(), "no piece for unknown characters");
        refused(new byte[0], "is an empty file");
        refused(
                model().bytes(
                                1,
                                new Message().bytes(1, new byte[] {(byte) 0xc3}).array())
                        .array(),
                "not UTF-8");
    }

    @Test
    void lengthsThatLieAreRefused() {
        refused(
                new byte[] {0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f},
                "ends in the middle of a field");
        byte[] negative = new byte[11];
        Arrays.fill(negative, (byte) 0xff);
        negative[0] = 0x0a;
        negative[10] = 1;
        refused(negative, "ends in the middle of a field");
        byte[] endless = new byte[20];
        Arrays.fill(endless, (byte) 0xff);
        refused(endless, "more than 64 bits");
        refused(new byte[] {0x2b, 0x62}, "unknown type 3");
        refused(new byte[] {0x02, 0x00, 0x00}, "field with the number 0");
    }

    /** A text is compared with pieces from each of its characters, so long pieces take a time that grows with the square. */
    @Test
    void piecesThatWouldTakeForeverAreRefused() throws IOException {
        refused(model("a".repeat(257)).array(), "has a piece of 257 characters, expected at most 256");
        UnigramPieces longest = read(model("a".repeat(256), "a").array());
        assertEquals(
                500,
                longest.split(" " + "a".repeat(255) + "b" + "a".repeat(243)).size());
        String[] many = new String[15_626];
        Arrays.fill(many, "a".repeat(256));
        refused(model(many).array(), "has pieces of 4000261 characters in all, expected at most 4000000");
    }

    @Test
    void aTrieWithALoopIsRefused() {
        // From node 0, the byte 'a' leads to unit 'a', whose offset leads back to node 0.
        int[] units = new int[256];
        units['a'] = 'a' | 'a' << 10;
        refused(model("a").bytes(3, map(units, new byte[0])).array(), "has a precompiled_charsmap with a loop");
        refused(
                model("a").bytes(3, map(new int[(1 << 20) + 1], new byte[0])).array(),
                "has a precompiled_charsmap of 1048577 units, expected at most 1048576");
    }

    /** The trie of one entry: the byte 'a' leads to a node whose value is a place in the replacements. */
    private static int[] entry(int place) {
        int[] units = new int[512];
        units['a'] = 'a' | 1 << 8 | ('a' ^ 256) << 10;
        units[256] = 1 << 31 | place;
        return units;
    }

    @Test
    void replacementsAreTakenFromTheirPlace() throws IOException {
        byte[] replacements = "xy\0z\0".getBytes(StandardCharsets.UTF_8);
        UnigramPieces pieces = read(
                model("x", "y", "z", "b").bytes(3, map(entry(3), replacements)).array());
        assertEquals(List.of("b", "z", "b"), pieces.split("bab"));
        UnigramPieces outside =
                read(model("b").bytes(3, map(entry(3_000), replacements)).array());
        assertEquals(List.of("b", "b"), outside.split("bab"), "a place outside has no text");
    }

    @Test
    void aTextThatReplacementsMakeHugeIsRefused() throws IOException {
        byte[] replacements = new byte[1 << 20];
        Arrays.fill(replacements, (byte) 'x');
        UnigramPieces pieces =
                read(model("x").bytes(3, map(entry(0), replacements)).array());
        String message = assertThrows(InvalidRequestException.class, () -> pieces.split("a".repeat(1_000_000)))
                .getMessage();
        assertTrue(message.contains("the text has more than 8388608 bytes once its characters are replaced"), message);
    }

    @Test
    void noDamagedFileEndsOtherwiseThanInOneLine() throws IOException {
        byte[] whole = model("a", "b", "ab", "é")
                .bytes(2, new Message().number(3, 1).array())
                .bytes(3, map(entry(1), "xy\0z\0".getBytes(StandardCharsets.UTF_8)))
                .array();
        Random random = new Random(5);
        for (int i = 0; i < 4_000; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int change = 0; change < 1 + random.nextInt(3) && damaged.length > 0; change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                read(damaged).split("abé aab b");
            } catch (FileException e) {
                assertFalse(e.getMessage().contains("\n"), e.getMessage());
            }
        }
    }
}
