package org.clipmeter.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive whose module has no parameters and one method, for what DJL's arrays can't do themselves.
 *
 * <p>Such an archive is a zip of stored files: the module's source, the pickled module, pickled constants and a version.
 */
final class TorchScript {
    private static final String ROOT = "clipmeter/";
    private static final String VERSION = "3\n"; // of the file format, since PyTorch 1.6

    private TorchScript() {}

    /**
     * @param parameters names of the method's tensors
     * @param result an expression in TorchScript's serialised form: operators with all their arguments
     */
    static byte[] archive(String[] parameters, String result) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            store(zip, "data.pkl", pickledModule());
            store(zip, "code/__torch__.py", source(parameters, result).getBytes(StandardCharsets.UTF_8));
            store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'}); // protocol 2, an empty tuple, stop
            store(zip, "version", VERSION.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    private static String source(String[] parameters, String result) {
        return """
                class Module(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  def forward(self: __torch__.Module,
                    %s: Tensor) -> Tensor:
                    return %s
                """.formatted(String.join(": Tensor,\n    ", parameters), result);
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
