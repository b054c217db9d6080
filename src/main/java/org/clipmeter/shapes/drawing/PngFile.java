package org.clipmeter.shapes.drawing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import org.clipmeter.image.RgbImage;

/**
 * Pictures as PNG files without compression. Deflate libraries differ between systems in how they compress, and the files must
 * be the same to the byte everywhere; the noise of the pictures would hardly be compressed anyway.
 */
public final class PngFile {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    /** The header of a zlib stream without compression. */
    private static final byte[] ZLIB = {0x78, 0x01};

    /** The most bytes of a stored block. */
    private static final int BLOCK = 0xffff;

    private PngFile() {}

    /** The bytes of a file with 8 bits for each of red, green and blue, without transparency. */
    public static byte[] of(RgbImage image) {
        ByteArrayOutputStream file = new ByteArrayOutputStream(image.rgb().length + image.height() + 1000);
        file.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13);
        header.putInt(image.width()).putInt(image.height());
        header.put(new byte[] {8, 2, 0, 0, 0}); // bits, RGB, deflate, usual filters, not interlaced
        chunk(file, "IHDR", header.array());
        chunk(file, "IDAT", stored(rows(image)));
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    /** The rows, each behind the 0 that says that it is not filtered. */
    private static byte[] rows(RgbImage image) {
        int stride = 3 * image.width();
        byte[] rows = new byte[(stride + 1) * image.height()];
        for (int y = 0; y < image.height(); y++) {
            System.arraycopy(image.rgb(), y * stride, rows, y * (stride + 1) + 1, stride);
        }
        return rows;
    }

    private static byte[] stored(byte[] data) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream(data.length + 100);
        stream.writeBytes(ZLIB);
        for (int at = 0; at < data.length; at += BLOCK) {
            int length = Math.min(BLOCK, data.length - at);
            stream.write(at + length == data.length ? 1 : 0); // whether it is the last block
            stream.write(length);
            stream.write(length >> 8);
            stream.write(~length);
            stream.write(~length >> 8);
            stream.write(data, at, length);
        }
        Adler32 sum = new Adler32();
        sum.update(data);
        stream.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
        return stream.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        ByteBuffer chunk = ByteBuffer.allocate(data.length + 12);
        chunk.putInt(data.length).put(name).put(data).putInt((int) sum.getValue());
        file.writeBytes(chunk.array());
    }
}
