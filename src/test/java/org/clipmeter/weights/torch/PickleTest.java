package org.clipmeter.weights.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.weights.file.DType;
import org.clipmeter.weights.file.WeightFile;
import org.clipmeter.weights.file.WeightsException;
import org.clipmeter.weights.torch.Pickled.Dict;
import org.clipmeter.weights.torch.Pickled.Items;
import org.clipmeter.weights.torch.Pickled.None;
import org.clipmeter.weights.torch.Pickled.Tensor;
import org.clipmeter.weights.torch.Pickled.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PickleTest {
    @TempDir
    Path folder;

    private WeightFile file;

    @BeforeEach
    void writeAFileLargeEnoughForTheStorages() throws IOException {
        file = WeightFile.of(Files.write(folder.resolve("pytorch_model.bin"), new byte[4096]));
    }

    private static PickleBytes pickle() {
        return new PickleBytes().proto();
    }

    private Object load(PickleBytes pickle) throws WeightsException {
        return new Pickle(file, "data.pkl", ByteBuffer.wrap(pickle.toBytes()), false).load();
    }

    private void assertRefused(PickleBytes pickle, String... parts) {
        String message =
                assertThrows(WeightsException.class, () -> load(pickle)).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "expected '" + part + "' in: " + message);
        }
        assertTrue(message.contains("data.pkl, byte ") && message.length() <= 500, message);
    }

    @Test
    void loadsPlainValues() throws WeightsException {
        PickleBytes values = pickle().op('(')
                .op('N')
                .op(0x88)
                .op(0x89)
                .op('K', 255)
                .op('M', 0xe9, 0x03)
                .op('J', 0xfe, 0xff, 0xff, 0xff)
                .op(0x8a, 0)
                .op(0x8a, 1, 0xff)
                .op(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                .op('G', 0x3f, 0xf8, 0, 0, 0, 0, 0, 0)
                .unicode("é\n")
                .op('t')
                .op('.');
        assertEquals(
                new Tuple(List.of(
                        None.NONE,
                        true,
                        false,
                        255L,
                        1001L,
                        -2L,
                        0L,
                        -1L,
                        new BigInteger("119547037146038801333356"),
                        1.5,
                        "é\n")),
                load(values));
    }

    @Test
    void loadsTuplesListsAndDicts() throws WeightsException {
        assertEquals(
                new Tuple(List.of(new Tuple(List.of(1L)), new Tuple(List.of(2L, 3L)), new Tuple(List.of()))),
                load(pickle().op('K', 1)
                        .op(0x85)
                        .op('K', 2)
                        .op('K', 3)
                        .op(0x86)
                        .op(')')
                        .op(0x87)
                        .op('.')));
        PickleBytes list = pickle().op(']')
                .op('(')
                .op('K', 1)
                .op('K', 2)
                .op('e')
                .op('K', 3)
                .op('a')
                .op('.');
        assertEquals(new Items(List.of(1L, 2L, 3L)), load(list));
        PickleBytes dict = pickle().op('}')
                .op('q', 0)
                .op('(')
                .unicode("a")
                .op('K', 1)
                .op('u')
                .op('K', 5)
                .op('h', 0);
        Object loaded = load(dict.op('s').op('.'));
        assertTrue(loaded instanceof Dict made && made.items().keySet().equals(java.util.Set.of("a", 5L)));
    }

    @Test
    void loadsATensorAndAParameter() throws WeightsException {
        PickleBytes parameter = pickle().global("torch._utils", "_rebuild_parameter")
                .op('(')
                .tensor(DType.F16, "3", 12, 2, new long[] {2, 5}, new long[] {1, 2})
                .op(0x88)
                .orderedDict()
                .op('t')
                .op('R')
                .op('.');
        assertEquals(
                new Tensor(new Pickled.Storage(DType.F16, "3", 12), 2, List.of(2L, 5L), List.of(1L, 2L)),
                load(parameter));
    }

    @Test
    void discardsTheStateOfAnOrderedDict() throws WeightsException {
        PickleBytes built = pickle().orderedDict()
                .op('}')
                .unicode("_metadata")
                .op('}')
                .op('s')
                .op('b')
                .op('.');
        assertTrue(load(built) instanceof Dict dict && dict.items().isEmpty());
        assertRefused(pickle().op('}').op('}').op('b').op('.'), "BUILD is used on a dict, expected an OrderedDict");
        assertRefused(pickle().op('K', 1).op('}').op('b').op('.'), "BUILD is used on an integer");
    }

    @ParameterizedTest
    @EnumSource(
            value = Opcode.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "PROTO",
                "GLOBAL",
                "MARK",
                "STOP",
                "REDUCE",
                "BUILD",
                "BINPERSID",
                "BINUNICODE",
                "BININT",
                "BININT1",
                "BININT2",
                "BINPUT",
                "LONG_BINPUT",
                "BINGET",
                "LONG_BINGET",
                "EMPTY_DICT",
                "EMPTY_TUPLE",
                "TUPLE",
                "TUPLE1",
                "TUPLE2",
                "TUPLE3",
                "NEWFALSE",
                "NEWTRUE",
                "SETITEM",
                "SETITEMS",
                "LONG1",
                "NONE",
                "EMPTY_LIST",
                "APPEND",
                "APPENDS",
                "BINFLOAT"
            })
    void refusesEveryOtherOpcodeByNameAndOffset(Opcode opcode) {
        for (int code = 0; code < 256; code++) {
            if (Opcode.of(code) == opcode) {
                assertRefused(
                        pickle().op('K', 1).op(code, 0, 0, 0, 0, 0, 0, 0, 0).op('.'),
                        "data.pkl, byte 4: opcode " + opcode + " is refused");
            }
        }
    }

    @Test
    void refusesBytesThatAreNoOpcode() {
        assertRefused(pickle().op(0xff), "byte 2: 0xff is not an opcode");
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "3", "4", "5", "255"})
    void refusesOtherProtocols(int protocol) {
        assertRefused(new PickleBytes().op(0x80, protocol).op('N').op('.'), "byte 0", "protocol " + protocol);
    }

    @ParameterizedTest
    @CsvSource({
        "os, system",
        "posix, system",
        "builtins, eval",
        "builtins, exec",
        "__builtin__, getattr",
        "torch, load",
        "torch.hub, load",
        "torch._utils, _rebuild_tensor",
        "torch, QInt8Storage",
        "torch.storage, _load_from_bytes",
        "collections, OrderedDict.fromkeys",
        "Collections, OrderedDict",
        "numpy.core.multiarray, scalar",
        "subprocess, Popen"
    })
    void refusesEveryOtherGlobal(String module, String name) {
        PickleBytes call = pickle().global(module, name)
                .unicode("touch /tmp/owned")
                .op(0x85)
                .op('R')
                .op('.');
        assertRefused(call, "byte 2: global '" + module + "." + name + "' is refused");
    }

    @Test
    void refusesCallsThatDoNotFit() {
        assertRefused(pickle().unicode("x").op(')').op('R').op('.'), "REDUCE calls a text");
        assertRefused(pickle().global("torch", "FloatStorage").op(')').op('R').op('.'), "REDUCE calls a StorageType");
        PickleBytes listed = pickle().global("collections", "OrderedDict")
                .op(']')
                .op(0x85)
                .op('R')
                .op('.');
        assertRefused(listed, "REDUCE calls ORDERED_DICT with 1 arguments");
        assertRefused(
                pickle().global("torch._utils", "_rebuild_tensor_v2")
                        .op(')')
                        .op('R')
                        .op('.'),
                "REDUCE calls REBUILD_TENSOR with 0 arguments");
        assertRefused(
                pickle().global("torch._utils", "_rebuild_parameter")
                        .op('N')
                        .op('N')
                        .op('N')
                        .op(0x87)
                        .op('R')
                        .op('.'),
                "REDUCE calls REBUILD_PARAMETER");
        assertRefused(
                pickle().global("collections", "OrderedDict").op('K', 1).op('R').op('.'), "do not fit");
    }

    @ParameterizedTest
    @CsvSource({
        // elements, offset, size 0, size 1, stride 0, stride 1
        "10, 0, 11, 1, 1, 1",
        "10, 1, 10, 1, 1, 1",
        "10, 11, 0, 0, 1, 1",
        "10, 0, 1000000, 1000000, 0, 0",
        "10, 0, 2, 6, 0, 1",
        "10, 0, 2, 2, 9, 1",
        "10, 9223372036854775807, 1, 1, 1, 1",
        "10, 0, 9223372036854775807, 9223372036854775807, 1, 1",
        "10, 0, 2, 2, 9223372036854775807, 9223372036854775807",
        "10, 0, 4294967296, 4294967296, 0, 0",
        "10, -1, 1, 1, 1, 1",
        "10, 0, -1, -1, 1, 1",
        "10, 9, 2, 1, -1, 1",
        "0, 0, 1, 1, 1, 1"
    })
    void refusesATensorThatDoesNotFitItsStorage(long elements, long offset, long s0, long s1, long t0, long t1) {
        long[] shape = {s0, s1};
        long[] strides = {t0, t1};
        assertRefused(
                pickle().tensor(DType.F32, "0", elements, offset, shape, strides)
                        .op('.'),
                "a tensor");
    }

    @Test
    void acceptsAnEmptyTensorAtTheEndOfItsStorage() throws WeightsException {
        long[] shape = {0, 7};
        assertTrue(
                load(pickle().tensor(DType.F32, "0", 10, 10, shape, new long[] {7, 1})
                                .op('.'))
                        instanceof Tensor);
    }

    @Test
    void refusesShapesOfOtherLengthsThanStrides() {
        assertRefused(
                pickle().tensor(DType.F32, "0", 10, 0, new long[] {2}, new long[] {1, 1})
                        .op('.'),
                "fit");
        assertRefused(
                pickle().tensor(DType.F32, "0", 10, 0, new long[17], new long[17])
                        .op('.'),
                "at most 16");
    }

    @Test
    void refusesPersistentIdsThatAreNoStorage() {
        assertRefused(pickle().unicode("storage").op('Q').op('.'), "BINPERSID is refused");
        assertRefused(pickle().storage(DType.F32, "../../etc/passwd", 1).op('.'), "BINPERSID is refused");
        assertRefused(pickle().storage(DType.F32, "", 1).op('.'), "BINPERSID is refused");
        assertRefused(pickle().storage(DType.F32, "٣", 1).op('.'), "BINPERSID is refused");
        assertRefused(pickle().storage(DType.F32, "0", -1).op('.'), "BINPERSID is refused");
        assertRefused(pickle().storage(DType.F32, "0", 1025).op('.'), "BINPERSID is refused");
        assertRefused(pickle().storage(DType.F64, "0", Long.MAX_VALUE).op('.'), "BINPERSID is refused");
    }

    @Test
    void refusesOneStorageOfTwoKinds() {
        assertRefused(
                pickle().storage(DType.F32, "0", 4).storage(DType.I32, "0", 4).op('.'),
                "storage '0' is 4 I32 here and 4 F32 before");
    }

    @Test
    void refusesDuplicateAndOtherKeys() {
        assertRefused(
                pickle().op('}')
                        .op('(')
                        .unicode("a")
                        .op('N')
                        .unicode("a")
                        .op('N')
                        .op('u')
                        .op('.'),
                "a dict has the key 'a' twice");
        assertRefused(pickle().op('}').op(')').op('N').op('s').op('.'), "a dict key is a tuple");
        assertRefused(pickle().op('}').op('(').unicode("a").op('u').op('.'), "with 1 keys and values");
        assertRefused(pickle().op(']').unicode("a").op('N').op('s').op('.'), "SETITEMS is used on a list");
        assertRefused(pickle().op('}').op('N').op('a').op('.'), "APPENDS is used on a dict");
    }

    @Test
    void refusesAnUnbalancedStack() {
        assertRefused(pickle().op('.'), "too few values");
        assertRefused(pickle().op('N').op('(').op('.'), "too few values");
        assertRefused(pickle().op('N').op('N').op('.'), "STOP leaves 1 values");
        assertRefused(pickle().op('t'), "no MARK");
        assertRefused(pickle().op('K', 1).op('(').op(0x85), "too few values");
        assertRefused(pickle().op('q', 0), "too few values");
        assertRefused(pickle().op('h', 0), "memo entry 0 is not set");
        assertRefused(pickle().op('N'), "ends too early");
        assertRefused(pickle().op('J', 1, 2), "ends too early");
        assertRefused(pickle().op('c', 'o', 's'), "ends too early");
        assertRefused(pickle().op('c').repeat(300, 'a'), "GLOBAL", "200 bytes");
    }

    @Test
    void refusesStringsThatLie() {
        assertRefused(pickle().op('X').u32(-1).op('.'), "expected 4294967295 bytes more");
        assertRefused(pickle().unicode("a".repeat(65_537)).op('.'), "a text has 65537 bytes");
        assertRefused(pickle().op('X', 1, 0, 0, 0, 0xff).op('.'), "not UTF-8");
        assertRefused(pickle().op(0x8a, 17).repeat(17, 1).op('.'), "LONG1 has 17 bytes");
    }

    @Test
    void refusesMoreThanItsBounds() {
        assertRefused(pickle().repeat(1_001, '('), "opcode MARK is nested more than 1000 levels deep");
        assertRefused(pickle().repeat(70_000, 'N'), "the stack has more than 65536 values");
        assertRefused(pickle().op(']').append(manyAppends()), "opcodes");
    }

    private static byte[] manyAppends() {
        PickleBytes appends = new PickleBytes();
        for (int i = 0; i < 300_000; i++) {
            appends.op('N').op('a');
        }
        return appends.toBytes();
    }

    @Test
    void aDictThatHoldsItselfIsOnlyData() throws WeightsException {
        Object loaded =
                load(pickle().op('}').op('q', 0).unicode("a").op('h', 0).op('s').op('.'));
        assertTrue(loaded instanceof Dict dict && dict.items().get("a") == dict);
        assertFalse(loaded.toString().isEmpty());
    }
}
