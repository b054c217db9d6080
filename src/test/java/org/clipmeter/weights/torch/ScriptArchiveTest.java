package org.clipmeter.weights.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.clipmeter.weights.Weights;
import org.clipmeter.weights.file.DType;
import org.clipmeter.weights.file.WeightsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The TorchScript archives that OpenAI published: only their tensors are read, and whatever else an archive asks for is
 * refused by name.
 */
class ScriptArchiveTest {
    private static final byte[] NUMBERS = floats(1, 2, 3, 4, 5, 6);
    private static final byte[] CODE = "import os\nos.system('touch ran')\n".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> SIZES = List.of("input_resolution", "context_length", "vocab_size");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("ViT-B-32.pt");
    }

    private static byte[] floats(float... values) {
        byte[] bytes = new byte[values.length * 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return bytes;
    }

    /** A module of the class {@code __torch__.name}; the entries push its attributes. */
    private static PickleBytes module(PickleBytes pickle, String name, Consumer<PickleBytes> entries) {
        pickle.global("__torch__." + name, "Module").op(')').op(0x81).op('}').op('(');
        entries.accept(pickle);
        return pickle.op('u').op('b');
    }

    private static void tensor(PickleBytes pickle, String name) {
        pickle.unicode(name).tensor(DType.F32, "0", 6, 0, new long[] {2, 3}, new long[] {3, 1});
    }

    private static void sizes(PickleBytes pickle) {
        for (String name : SIZES) {
            pickle.unicode(name).tensor(DType.F32, "0", 6, 0, new long[] {}, new long[] {});
        }
    }

    /** The pickle of a model with a tensor in a module within a module, the sizes, and more attributes. */
    private static byte[] model(Consumer<PickleBytes> more) {
        PickleBytes pickle = new PickleBytes().proto();
        module(pickle, "multimodal.model", attributes -> {
            attributes.unicode("training").op(0x88);
            attributes.unicode("visual");
            module(attributes, "visual", inner -> {
                inner.unicode("conv1");
                module(inner, "conv", innermost -> tensor(innermost, "weight"));
            });
            sizes(attributes);
            more.accept(attributes);
        });
        return pickle.op('.').toBytes();
    }

    private void write(byte[] pickle) throws IOException {
        write(pickle, NUMBERS);
    }

    private void write(byte[] pickle, byte[] numbers) throws IOException {
        try (StoredZip zip = new StoredZip(file, false)) {
            zip.entry("archive/data.pkl", pickle)
                    .entry("archive/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'})
                    .entry("archive/code/__torch__/multimodal/model.py", CODE)
                    .entry("archive/data/0", numbers);
        }
    }

    private void assertRefused(String... parts) {
        String message = String.valueOf(assertThrows(
                        WeightsException.class, () -> Weights.openForeign(file).close())
                .getMessage());
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "expected '" + part + "' in: " + message);
        }
        assertTrue(message.contains("ViT-B-32.pt"), message);
        assertTrue(message.length() <= 500 && message.lines().count() == 1, message);
        assertFalse(Files.exists(Path.of("ran")), "something of the archive ran");
    }

    @Test
    void tensorsAreReadByThePathOfTheirAttributes() throws IOException {
        write(model(more -> more.unicode("scale").op('G').append(new byte[8])));
        try (Weights weights = Weights.openForeign(file)) {
            assertEquals(
                    List.of("visual.conv1.weight", "input_resolution", "context_length", "vocab_size"),
                    List.copyOf(weights.names()));
            assertEquals(List.of(2L, 3L), weights.shape("visual.conv1.weight"));
            assertEquals(ByteBuffer.wrap(NUMBERS), weights.float32("visual.conv1.weight"));
        }
        assertFalse(Files.exists(Path.of("ran")), "the code of the archive ran");
    }

    @Test
    void theRulesOfTransformersRefuseEveryScriptArchive() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("model")).resolve("pytorch_model.bin");
        write(model(more -> {}));
        Files.move(file, bin);
        String message = String.valueOf(assertThrows(WeightsException.class, () -> Weights.open(bin.getParent()))
                .getMessage());
        assertTrue(message.contains("is a TorchScript archive"), message);
    }

    @ParameterizedTest
    @CsvSource({
        "os, system",
        "posix, system",
        "nt, system",
        "subprocess, Popen",
        "builtins, eval",
        "builtins, exec",
        "__builtin__, getattr",
        "runpy, _run_code",
        "torch, load",
        "torch.jit, load",
        "torch.jit._pickle, build_tensor_from_id",
        "torch.jit._pickle, restore_type_tag",
        "torch._utils, _rebuild_qtensor",
        "torch.storage, _load_from_bytes",
        "__torch__, Module.os.system;x",
        "__torch__x, Module",
        "x.__torch__, Module",
        "__torch__..os, system",
        "__torch__.os system, x",
    })
    void everyOtherGlobalIsRefusedByName(String module, String name) throws IOException {
        write(model(more -> more.unicode("evil")
                .global(module, name)
                .unicode("touch ran")
                .op(0x85)
                .op('R')));
        if (module.equals("__torch__")) { // the class of a module, whatever its name; it can't be called
            assertRefused("opcode REDUCE calls SCRIPT_CLASS");
        } else {
            assertRefused("data.pkl, byte ", "global '" + module + "." + name + "' is refused");
        }
    }

    @Test
    void classesOfModulesAreOnlyNames() throws IOException {
        Consumer<PickleBytes> call = more -> more.unicode("evil")
                .global("__torch__.os", "system")
                .unicode("touch ran")
                .op(0x85);
        write(model(more -> {
            call.accept(more);
            more.op('R');
        }));
        assertRefused("opcode REDUCE calls SCRIPT_CLASS");
        write(model(more -> {
            call.accept(more);
            more.op(0x81);
        }));
        assertRefused("opcode NEWOBJ is refused");
        write(model(more -> more.unicode("evil").global("os", "system").op(')').op(0x81)));
        assertRefused("global 'os.system' is refused");
    }

    @ParameterizedTest
    @ValueSource(ints = {'i', 'o', 0x92, 0x93, 0x94, 'P', 0x82, 0x97, 'S', 'V'})
    void opcodesThatOpenAiDoesNotUseAreRefused(int opcode) throws IOException {
        write(model(more ->
                more.unicode("evil").op('(').op(opcode).append("os\nsystem\n".getBytes(StandardCharsets.US_ASCII))));
        assertRefused("opcode " + Opcode.of(opcode) + " is refused");
    }

    @Test
    void aModuleIsBuiltOnceAndFromADictAlone() throws IOException {
        write(model(more -> {
            more.unicode("twice");
            module(more, "other", inner -> tensor(inner, "a"));
            more.op('}').op('(');
            tensor(more, "a");
            more.op('u').op('b');
        }));
        assertRefused("opcode BUILD is used on a module");
        write(model(more -> more.unicode("odd")
                .global("__torch__.other", "Module")
                .op(')')
                .op(0x81)
                .op(']')
                .op('b')));
        assertRefused("opcode BUILD is used on a module");
    }

    @Test
    void anArchiveOfAnotherModelIsRefused() throws IOException {
        PickleBytes pickle = new PickleBytes().proto();
        write(module(pickle, "other", attributes -> tensor(attributes, "weight"))
                .op('.')
                .toBytes());
        assertRefused("is a TorchScript archive without the tensor 'input_resolution'");
        write(new PickleBytes().proto().op(']').op('.').toBytes());
        assertRefused("is a TorchScript archive of a list, expected a model");
        PickleBytes plain = new PickleBytes().proto().orderedDict().op('(');
        tensor(plain, "weight");
        write(plain.op('u').op('.').toBytes());
        assertRefused("is a TorchScript archive of a dict, expected a model");
    }

    @Test
    void namesThatMeanTwoTensorsAreRefused() throws IOException {
        write(model(more -> tensor(more, "visual.conv1.weight")));
        assertRefused("has two tensors 'visual.conv1.weight'");
        write(model(more -> tensor(more, "vocab_size")));
        assertRefused("a dict has the key 'vocab_size' twice");
        try (StoredZip zip = new StoredZip(file, false)) {
            zip.entry("archive/data.pkl", model(more -> {}))
                    .entry("archive/constants.pkl", new byte[0])
                    .entry("archive/data/0", NUMBERS)
                    .entry("archive/data/0", floats(6, 5, 4, 3, 2, 1));
        }
        assertRefused("zip entry 'archive/data/0' is listed twice");
        try (StoredZip zip = new StoredZip(file, false)) {
            zip.entry("archive/data.pkl", model(more -> {}))
                    .entry("archive/constants.pkl", new byte[0])
                    .entry("archive/inner/data.pkl", model(more -> {}))
                    .entry("archive/data/0", NUMBERS);
        }
        assertRefused("holds 2 data.pkl entries");
    }

    @Test
    void modulesThatHoldThemselvesOrAreHeldTwiceAreRefused() throws IOException {
        PickleBytes itself = new PickleBytes().proto();
        itself.global("__torch__.m", "Module")
                .op(')')
                .op(0x81)
                .op('q', 200)
                .op('}')
                .op('(');
        sizes(itself);
        write(itself.unicode("self").op('h', 200).op('u').op('b').op('.').toBytes());
        assertRefused("that is part of itself or of two others");
        PickleBytes deep = new PickleBytes().proto();
        for (int i = 0; i < 900; i++) {
            deep.global("__torch__.m", "Module")
                    .op(')')
                    .op(0x81)
                    .op('}')
                    .op('(')
                    .unicode("m");
        }
        deep.op('N');
        for (int i = 0; i < 900; i++) {
            deep.op('u').op('b');
        }
        write(deep.op('.').toBytes());
        assertRefused("that is part of itself or of two others");
    }

    @Test
    void storagesThatDoNotFitAreRefused() throws IOException {
        write(model(more -> {}), floats(1, 2, 3, 4, 5));
        assertRefused("storage archive/data/0 has 20 bytes, expected 24 bytes");
        write(model(more ->
                more.unicode("huge").tensor(DType.F32, "1", 1L << 40, 0, new long[] {1L << 40}, new long[] {1})));
        assertRefused("opcode BINPERSID is refused");
        write(model(more -> more.unicode("far").tensor(DType.F32, "0", 6, 5, new long[] {2}, new long[] {1})));
        assertRefused("does not fit its storage");
    }

    @Test
    void aPickleThatIsTooLongIsRefusedUnread() throws IOException {
        write(new byte[Pickle.MAX_BYTES + 1]);
        assertRefused("has a data.pkl of more than " + Pickle.MAX_BYTES + " bytes");
    }

    @Test
    void everyTruncatedFileAndPickleIsRefused() throws IOException {
        byte[] pickle = model(more -> {});
        for (int length = 0; length < pickle.length; length += 7) {
            write(Arrays.copyOf(pickle, length));
            assertRefused("data.pkl");
        }
        write(pickle);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 1; length < whole.length; length += 13) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused();
        }
    }
}
