package org.clipmeter.weights.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.clipmeter.weights.Weights;
import org.clipmeter.weights.file.DType;
import org.clipmeter.weights.file.WeightsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TorchScript archives that are unusual or damaged: right numbers, or a refusal in one line, and never anything else. */
class ScriptArchiveMutationTest {
    private static final byte[] NUMBERS = little(24, bytes -> {
        for (int i = 1; i <= 6; i++) {
            bytes.putFloat(i);
        }
    });

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("model.pt");
    }

    private static byte[] little(int size, Consumer<ByteBuffer> content) {
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        content.accept(bytes);
        return bytes.array();
    }

    /** A module with the sizes that every model of OpenAI has, and more attributes. */
    private static byte[] model(Consumer<PickleBytes> more) {
        PickleBytes pickle = new PickleBytes()
                .proto()
                .global("__torch__.model", "Module")
                .op(')')
                .op(0x81)
                .op('}')
                .op('(');
        for (String name : List.of("input_resolution", "context_length", "vocab_size")) {
            pickle.unicode(name).tensor(DType.F32, "0", 6, 0, new long[] {}, new long[] {});
        }
        more.accept(pickle);
        return pickle.op('u').op('b').op('.').toBytes();
    }

    private StoredZip archive(byte[] pickle, boolean zip64) throws IOException {
        return new StoredZip(file, zip64)
                .entry("archive/data.pkl", pickle)
                .entry("archive/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'})
                .entry("archive/data/0", NUMBERS);
    }

    private void assertRefused(String part) {
        String message = String.valueOf(assertThrows(
                        WeightsException.class, () -> Weights.openForeign(file).close())
                .getMessage());
        assertTrue(message.contains(part), message);
        assertTrue(message.length() <= 500 && message.lines().count() == 1, message);
    }

    private float[] read(String name) throws IOException {
        try (Weights weights = Weights.openForeign(file)) {
            return weights.floats(name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "F64, 0000000000000440",
        "F16, 0041",
        "BF16, 2040",
        "F32, 00002040",
        "I64, feffffffffffffff",
        "I32, feffffff",
        "I16, feff",
        "I8, fe",
        "U8, fe",
        "BOOL, 01"
    })
    void everyTypeGivesItsNumber(DType dtype, String hex) throws IOException {
        byte[] element = HexFormat.of().parseHex(hex);
        byte[] pickle = model(more -> more.unicode("x").tensor(dtype, "1", 2, 1, new long[] {1}, new long[] {1}));
        byte[] two = Arrays.copyOf(new byte[element.length], 2 * element.length);
        System.arraycopy(element, 0, two, element.length, element.length);
        for (boolean zip64 : new boolean[] {false, true}) {
            try (StoredZip zip = archive(pickle, zip64)) {
                zip.entry("archive/data/1", two);
            }
            float expected =
                    switch (dtype) {
                        case U8 -> 254;
                        case BOOL -> 1;
                        case I64, I32, I16, I8 -> -2;
                        default -> 2.5f;
                    };
            assertArrayEquals(new float[] {expected}, read("x"));
        }
    }

    @Test
    void tensorsMayShareAStorageInAnyOrderOfItsElements() throws IOException {
        archive(
                        model(more -> {
                            more.unicode("all").tensor(DType.F32, "0", 6, 0, new long[] {6}, new long[] {1});
                            more.unicode("turned").tensor(DType.F32, "0", 6, 0, new long[] {3, 2}, new long[] {1, 3});
                            more.unicode("windows").tensor(DType.F32, "0", 6, 1, new long[] {2, 2}, new long[] {1, 1});
                            more.unicode("one").tensor(DType.F32, "0", 6, 5, new long[] {1, 4}, new long[] {9, 0});
                            more.unicode("none")
                                    .tensor(DType.F32, "0", 6, 6, new long[] {1L << 40, 1L << 40, 0}, new long[] {
                                        1L << 60, 1L << 60, 1
                                    });
                        }),
                        false)
                .close();
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, read("all"));
        assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, read("turned"));
        assertArrayEquals(new float[] {2, 3, 3, 4}, read("windows"));
        assertArrayEquals(new float[] {6, 6, 6, 6}, read("one"));
        assertEquals(0, read("none").length);
    }

    /** One large dict from the memo for many modules would fill gigabytes from a file of half a megabyte. */
    @Test
    @Timeout(20)
    void modulesThatCopyOneLargeDictAreRefused() throws IOException {
        byte[] pickle = model(more -> {
            more.unicode("large").op('}').op('q', 100).op('(');
            for (int i = 0; i < 20_000; i++) {
                more.integer(i).op('N');
            }
            more.op('u').unicode("list").op(']').op('(');
            more.global("__torch__.m", "Module")
                    .op('q', 101)
                    .op(')')
                    .op(0x81)
                    .op('h', 100)
                    .op('b');
            for (int i = 0; i < 30_000; i++) {
                more.op('h', 101).op(')').op(0x81).op('h', 100).op('b');
            }
            more.op('e');
        });
        archive(pickle, false).close();
        assertRefused("more than 524288 opcodes");
    }

    /** Values may be nested as deep as a pickle is long: nothing walks through them. */
    @Test
    @Timeout(20)
    void deepTuplesAndListsAreOnlyData() throws IOException {
        archive(model(more -> more.unicode("deep").op(')').repeat(400_000, 0x85)), false)
                .close();
        assertEquals(1, read("vocab_size").length);
        archive(model(more -> more.unicode("deep").op(')').repeat(600_000, 0x85)), false)
                .close();
        assertRefused("opcodes");
        archive(model(more -> more.unicode("deep").op(')').repeat(300_000, 0x85).op('Q')), false)
                .close();
        assertRefused("opcode BINPERSID is refused");
        archive(model(more -> more.unicode("deep").op(')').repeat(300_000, 0x85).op(0x81)), false)
                .close();
        assertRefused("opcode NEWOBJ is refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"big", "", "little ", "littlelittlelittlelittle"})
    void anotherByteOrderIsRefused(String order) throws IOException {
        try (StoredZip zip = archive(model(more -> {}), false)) {
            zip.entry("archive/byteorder", order.getBytes(StandardCharsets.US_ASCII));
        }
        assertRefused("expected little");
    }

    @Test
    void longNamesDoNotMakeLongMessages() throws IOException {
        String name = "é".repeat(30_000);
        archive(model(more -> more.unicode(name).op('N').unicode(name).op('N')), false)
                .close();
        assertRefused("");
        archive(
                        model(more -> more.unicode(name)
                                .tensor(DType.F32, "0", 6, 0, new long[] {1L << 62, 1L << 62}, new long[] {1, 1})),
                        false)
                .close();
        assertRefused("does not fit its storage");
        long[] sixteen = new long[16];
        Arrays.fill(sixteen, Long.MAX_VALUE);
        archive(model(more -> more.unicode("x").tensor(DType.F32, "0", 6, 0, sixteen, sixteen)), false)
                .close();
        assertRefused("a tensor of shape");
    }

    /** Damage anywhere in the file: of one byte, of the tail, or of a part that is missing. */
    @Test
    @Timeout(120)
    void everyDamageIsRefusedOrChangesNothing() throws IOException {
        archive(
                        model(more ->
                                more.unicode("w").tensor(DType.F32, "0", 6, 0, new long[] {2, 3}, new long[] {3, 1})),
                        true)
                .close();
        byte[] whole = Files.readAllBytes(file);
        float[] right = read("w");
        Random random = new Random(5);
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = whole.clone();
            int at = random.nextInt(whole.length);
            if (i % 3 == 0) {
                int to = Math.min(whole.length, at + 1 + random.nextInt(40));
                damaged = Arrays.copyOf(whole, whole.length - (to - at));
                System.arraycopy(whole, to, damaged, at, whole.length - to);
            } else {
                damaged[at] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, damaged);
            try (Weights weights = Weights.openForeign(file)) {
                for (String name : weights.names()) {
                    float[] values = weights.floats(name);
                    assertTrue(
                            name.equals("w") ? Arrays.equals(right, values) : values.length == 1, name + " after " + i);
                }
            } catch (WeightsException e) {
                String message = String.valueOf(e.getMessage());
                assertTrue(message.length() <= 500 && message.lines().count() == 1, message);
            }
        }
    }
}
