package org.clipmeter.image;

import java.nio.file.Path;

/** Decodes a file to the RGB that Pillow's {@code Image.open(path).convert("RGB")} gives. */
public final class ImageDecoder {
    private ImageDecoder() {}

    /** Decodes the first frame of a file; its type is found from its content. */
    public static RgbImage decode(Path file) throws ImageException {
        throw new UnsupportedOperationException(file.toString());
    }

    /** Decodes the first frame of an encoded picture in memory; {@code name} appears in errors only. */
    public static RgbImage decode(byte[] encoded, String name) throws ImageException {
        throw new UnsupportedOperationException(name + encoded.length);
    }
}
