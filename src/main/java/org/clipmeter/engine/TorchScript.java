package org.clipmeter.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.clipmeter.failure.Section;

/**
 * A TorchScript module without parameters, for operations that DJL's arrays lack or run slowly.
 *
 * <p>It is loaded from an archive written here: a zip of stored files, which are the module's source, the pickled
 * module, pickled constants and a version.
 */
public final class TorchScript implements AutoCloseable {
    private static final String ROOT = "clipmeter/";
    private static final String VERSION = "3\n"; // of the file format, since PyTorch 1.6

    private final Model module;

    private TorchScript(Model module) {
        this.module = module;
    }

    /**
     * Compiles a module's methods; the caller closes it.
     *
     * @param methods Python of TorchScript's serialized form: operators of {@code torch}, every type declared, lines of
     *     a method indented by two spaces. {@code forward} is the method that {@link #run} calls.
     * @throws EngineException if this PyTorch does not know an operator
     */
    public static TorchScript load(Device device, String methods) throws IOException {
        Model module = Model.newInstance("clipmeter", device, "PyTorch");
        try {
            module.load(new ByteArrayInputStream(archive(methods)), Map.of());
            return new TorchScript(module);
        } catch (MalformedModelException | RuntimeException e) {
            module.close();
            throw new EngineException(
                    Section.NO_NATIVES,
                    "this PyTorch does not compile the module " + methods + ": " + e.getMessage()
                            + ". If PYTORCH_LIBRARY_PATH is set, check that it names a libtorch 2.7.1.",
                    e);
        }
    }

    /** Calls {@code forward} with at least one input; the result belongs to the manager of the first input. */
    public NDArray run(NDArray... inputs) {
        ParameterStore none = new ParameterStore(inputs[0].getManager(), false);
        JniUtils.setGraphExecutorOptimize(false); // for this thread: otherwise its first calls would only observe types
        boolean training = true; // false would mean torch's inference mode, whose results can't be added to in place
        return module.getBlock().forward(none, new NDList(inputs), training).singletonOrThrow();
    }

    @Override
    public void close() {
        module.close();
    }

    private static byte[] archive(String methods) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            store(zip, "data.pkl", pickledModule());
            store(zip, "code/__torch__.py", source(methods).getBytes(StandardCharsets.UTF_8));
            store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'}); // protocol 2, an empty tuple, stop
            store(zip, "version", VERSION.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    private static String source(String methods) {
        return """
                class Module(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                """ + methods.indent(2);
    }

    /** The module with its one attribute: {@code Module.__new__()}, then {@code {"training": False}} as its state. */
    private static byte[] pickledModule() throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2}); // protocol 2
        pickle.write("c__torch__\nModule\n)\u0081}X".getBytes(StandardCharsets.ISO_8859_1));
        pickle.write(new byte[] {8, 0, 0, 0}); // length of the key
        pickle.write("training\u0089sb.".getBytes(StandardCharsets.ISO_8859_1));
        return pickle.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(ROOT + name);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
