package org.clipmeter.weights;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.clipmeter.weights.file.WeightsException;
import org.clipmeter.weights.torch.PickleBytes;
import org.clipmeter.weights.torch.StoredZip;

/** Files that attack memory and time: each in a separate folder, opened by {@link #main} with a small heap. */
final class HostileFiles {
    private static final int HEADER = 99_000_000;

    private HostileFiles() {}

    /** Opens every folder in the argument; prints its name, milliseconds of processor time, and the refusal. */
    public static void main(String[] arguments) throws IOException {
        try (Stream<Path> folders = Files.list(Path.of(arguments[0]))) {
            ThreadMXBean thread = ManagementFactory.getThreadMXBean();
            for (Path folder : folders.sorted().toList()) {
                long start = thread.getCurrentThreadCpuTime();
                String outcome;
                try {
                    Weights weights = Weights.open(folder);
                    weights.fingerprint(); // this reads the content
                    outcome = "ACCEPTED " + weights.names().size();
                } catch (WeightsException e) {
                    outcome = "refused " + e.getMessage();
                } catch (OutOfMemoryError | StackOverflowError e) {
                    outcome = "DIED " + e;
                }
                long milliseconds = (thread.getCurrentThreadCpuTime() - start) / 1_000_000;
                System.out.println(folder.getFileName() + "\t" + milliseconds + "\t" + outcome);
            }
        }
    }

    static void writePickles(Path root) throws IOException {
        PickleBytes start = new PickleBytes().proto();
        pickle(root, "marks", new PickleBytes().proto().repeat(5_000_000, '('));
        pickle(root, "string", new PickleBytes().proto().op('X').u32(-1).append(new byte[1000]));
        pickle(
                root,
                "self",
                new PickleBytes()
                        .proto()
                        .op('}')
                        .op('q', 0)
                        .unicode("a")
                        .op('h', 0)
                        .op('s')
                        .op('.'));
        PickleBytes selfList =
                new PickleBytes().proto().op(']').op('q', 0).op('h', 0).op('a').op('.');
        pickle(root, "selflist", selfList);
        pickle(
                root,
                "nested",
                new PickleBytes().proto().op(')').repeat(1_000_000, 0x85).op('.'));
        pickle(
                root,
                "dicts",
                new PickleBytes()
                        .proto()
                        .op(']')
                        .op('(')
                        .repeat(2_000_000, '}')
                        .op('e')
                        .op('.'));
        pickle(
                root,
                "tuples",
                new PickleBytes().proto().op('(').repeat(5_000_000, ')').op('t').op('.'));
        PickleBytes puts = new PickleBytes().proto().op('N');
        for (int i = 0; i < 1_000_000; i++) {
            puts.op('r').u32(i);
        }
        pickle(root, "memos", puts.op('.'));
        PickleBytes laughs = new PickleBytes().proto().op(')').op('q', 0);
        for (int i = 0; i < 100_000; i++) {
            laughs.op('h', 0).op('h', 0).op(0x86).op('q', 0);
        }
        pickle(root, "laughs", laughs.op('.'));
        PickleBytes numbers = new PickleBytes().proto().op(']');
        for (int i = 0; i < 700_000; i++) {
            numbers.op('J').u32(i + 100_000).op('a');
        }
        pickle(root, "numbers", numbers.op('.'));
        PickleBytes key = new PickleBytes().proto().op('}').op(')');
        pickle(root, "key", key.repeat(200_000, 0x85).op('N').op('s').op('.'));
        byte[] legacy = start.op(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                .op('.')
                .repeat(5_000_000, '(')
                .toBytes();
        Files.write(Files.createDirectories(root.resolve("legacy")).resolve("pytorch_model.bin"), legacy);
    }

    private static void pickle(Path root, String name, PickleBytes pickle) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        try (StoredZip zip = new StoredZip(folder.resolve("pytorch_model.bin"), false)) {
            zip.entry("a/data.pkl", pickle.toBytes());
        }
    }

    static void writeHeaders(Path root) throws IOException {
        String tensor = "{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";
        header(root, "tensors", "{", "\"t%\":" + tensor + ",");
        header(root, "names", "{", "\"" + "n".repeat(400) + "%\":" + tensor + ",");
        header(root, "widenames", "{", "\"" + "\u4e00".repeat(300) + "%\":" + tensor + ",");
        header(root, "metadata", "{\"__metadata__\":{", "\"%\":\"\",");
        header(root, "depth", "{\"a\":", "[[[[[[[[[[");
        header(root, "shape", "{\"a\":{\"shape\":[", "1,1,1,1,1,1,1,1,1,1,");
        header(root, "number", "{\"a\":{\"shape\":[", "1111111111");
        header(root, "name", "{\"", "nnnnnnnnnn");
        header(root, "string", "{\"a\":{\"dtype\":\"", "ssssssssss");
        header(root, "spaces", "{", "          ");
        header(root, "text", "{\"__metadata__\":{\"a\":\"", "tttttttttt");
        Path folder = Files.createDirectories(root.resolve("length"));
        byte[] lie = ByteBuffer.allocate(100)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(99_999_999)
                .array();
        Files.write(folder.resolve("model.safetensors"), lie);
    }

    /** Writes a header of almost the largest size: a start, then a piece that is repeated with a running number. */
    private static void header(Path root, String name, String start, String piece) throws IOException {
        Path file = Files.createDirectories(root.resolve(name)).resolve("model.safetensors");
        boolean counted = piece.contains("%");
        byte[] fixed = (counted ? piece : piece.repeat(1000)).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(HEADER)
                    .array());
            byte[] opening = start.getBytes(StandardCharsets.UTF_8);
            out.write(opening);
            int left = HEADER - opening.length;
            for (int i = 0; left > 0; i++) {
                byte[] next =
                        counted ? piece.replace("%", Integer.toString(i)).getBytes(StandardCharsets.UTF_8) : fixed;
                out.write(next, 0, Math.min(left, next.length));
                left -= next.length;
            }
        }
    }
}
