package org.clipmeter.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes arrays in the format 1.0 of NumPy's {@code .npy} files, which {@code numpy.load} reads. */
public final class NpyFile {
    /** The multiple of bytes at which the numbers start. */
    private static final int ALIGNED = 64;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    private NpyFile() {}

    /**
     * Writes an array of 32-bit floats, little-endian. The file appears only when it is complete.
     *
     * @param rows of shape (rows, width)
     * @throws IllegalArgumentException if a row has another length
     */
    public static void write(Path file, float[][] rows, int width) throws IOException {
        for (float[] row : rows) {
            if (row.length != width) {
                throw new IllegalArgumentException("expected rows of " + width + " numbers, got " + row.length);
            }
        }
        String shape = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows.length + ", " + width + "), }";
        int start = MAGIC.length + Short.BYTES + shape.length() + 1; // with the line break at the end
        String header = shape + " ".repeat((ALIGNED - start % ALIGNED) % ALIGNED) + "\n";
        AtomicFile.write(file, channel -> {
            ByteBuffer bytes = buffer(MAGIC.length + Short.BYTES + header.length());
            bytes.put(MAGIC).putShort((short) header.length());
            write(bytes.put(header.getBytes(StandardCharsets.US_ASCII)), channel);
            for (float[] row : rows) {
                ByteBuffer numbers = buffer(row.length * Float.BYTES);
                for (float number : row) {
                    numbers.putFloat(number);
                }
                write(numbers, channel);
            }
        });
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void write(ByteBuffer bytes, WritableByteChannel channel) throws IOException {
        bytes.flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
