package org.clipmeter.image;

/** Reads JPEG as Pillow and libjpeg-turbo do, whatever profile or orientation the file carries. */
final class JpegReader {
    private JpegReader() {}

    static RgbImage read(byte[] data) throws ImageException {
        JpegIdentification.check(data);
        return JpegDecoder.decode(data);
    }
}
