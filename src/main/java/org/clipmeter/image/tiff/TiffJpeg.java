package org.clipmeter.image.tiff;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.jpeg.JpegReader;
import org.clipmeter.image.reader.ByteReader;

/** Decodes a strip or tile that is a separate JPEG; its tables may be stored once for all parts. */
final class TiffJpeg {
    private static final int TABLES = 347;

    /** More than twice the size of four tables of each kind. */
    private static final int LONGEST_TABLES = 1 << 13;

    private static final String START = "\u00ff\u00d8";
    private static final String END = "\u00ff\u00d9";

    /** Adobe's marker; its last byte means that three components are RGB (0) or YCbCr (1). */
    private static final String ADOBE = "\u00ff\u00ee\0\u000eAdobe\0d\0\0\0\0";

    /** A JPEG's start, the TIFF's information about colors, and the tables if they are not stored in each part. */
    private final byte[] head;

    TiffJpeg(TiffDirectory tags, boolean rgb) {
        byte[] stored = tags.bytes(TABLES);
        int length = Math.min(stored.length, LONGEST_TABLES);
        if (length >= 4 && ByteReader.matches(stored, length - 2, END)) {
            length -= 2;
        }
        byte[] colors = (START + ADOBE + (rgb ? "\0" : "\1")).getBytes(StandardCharsets.ISO_8859_1);
        int shared = length >= 2 && ByteReader.matches(stored, 0, START) ? length - 2 : 0;
        head = Arrays.copyOf(colors, colors.length + shared);
        System.arraycopy(stored, Math.min(2, length), head, colors.length, shared);
    }

    /** The colors of the strip or tile in these bytes, which may have at most {@code mostPixels} pixels. */
    RgbImage decode(byte[] data, int from, int end, long mostPixels) throws ImageException {
        if (end - from < 4 || !ByteReader.matches(data, from, START)) {
            throw new ImageException(Reason.CORRUPT, "its JPEG data at offset " + from + " does not start as a JPEG");
        }
        byte[] whole = Arrays.copyOf(head, head.length + end - from - 2);
        System.arraycopy(data, from + 2, whole, head.length, end - from - 2);
        if (JpegReader.claimedPixels(whole) > mostPixels) {
            throw new ImageException(
                    Reason.CORRUPT,
                    "its JPEG data at offset " + from + " has more than the expected " + mostPixels + " pixels");
        }
        return JpegReader.read(whole);
    }
}
