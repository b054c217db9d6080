package org.clipmeter.weights;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.clipmeter.files.Hash;

/** Builds safetensors files byte by byte, valid or not. */
public final class SafetensorsBytes {
    private SafetensorsBytes() {}

    /** A header of these entries, each made by {@link #tensor} or written by hand. */
    static String header(String... entries) {
        return "{" + String.join(",", entries) + "}";
    }

    /** A header's entry for one tensor, whether it makes sense or not. */
    static String tensor(String name, String dtype, String shape, long begin, long end) {
        return String.format(
                Locale.ROOT,
                "\"%s\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%d,%d]}",
                name,
                dtype,
                shape,
                begin,
                end);
    }

    static byte[] of(String header, int dataBytes) {
        return of(header, new byte[dataBytes]);
    }

    static byte[] of(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }

    static Path write(Path folder, byte[] bytes) throws IOException {
        return Files.write(folder.resolve("model.safetensors"), bytes);
    }

    public static String sha256(byte[] bytes) {
        return Hash.sha256(bytes);
    }

    /** Makes a file that is much larger than the memory, without using space on the disk. */
    public static void makeHuge(Path file) throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
    }
}
