package org.clipmeter.image.jpeg;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.reader.ByteReader;
import org.clipmeter.image.reader.ClaimedPixels;

/** Reads JPEG as Pillow and libjpeg-turbo do; the file's color profile and orientation are ignored. */
public final class JpegReader {
    private JpegReader() {}

    public static RgbImage read(byte[] data) throws ImageException {
        JpegIdentification.check(data);
        return JpegDecoder.decode(data);
    }

    /**
     * The number of pixels that the first frame header claims; an estimate if none comes before the first scan or the
     * file's end.
     */
    public static long claimedPixels(byte[] data) {
        int at = 2;
        while (at + 9 <= data.length && (data[at] & 0xff) == 0xff) {
            int marker = data[at + 1] & 0xff;
            if (marker == 0xff) {
                at++;
                continue;
            }
            boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (frame) {
                return ClaimedPixels.product(
                        ByteReader.bigEndian(data, at + 7, 2), ByteReader.bigEndian(data, at + 5, 2));
            }
            at += 2 + (int) ByteReader.bigEndian(data, at + 2, 2);
        }
        return ClaimedPixels.UNKNOWN;
    }
}
