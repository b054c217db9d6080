package org.clipmeter.image;

/** How large a picture says it is, for planning memory before it is decoded. */
public final class ClaimedSize {
    /** What to reckon with where the header is not understood. */
    private static final long UNKNOWN = 16_000_000;

    private ClaimedSize() {}

    /** The pixels that a file's header claims, at most those that are decoded at all; a guess where it does not say. */
    public static long pixels(byte[] file) {
        long pixels = UNKNOWN;
        if (file.length >= 30) {
            if (ByteReader.matches(file, 0, PngReader.SIGNATURE)) {
                pixels = product(bigEndian(file, 16, 4), bigEndian(file, 20, 4));
            } else if (ByteReader.matches(file, 0, "GIF8")) {
                pixels = product(littleEndian(file, 6, 2), littleEndian(file, 8, 2));
            } else if (ByteReader.matches(file, 0, "\u00ff\u00d8\u00ff")) {
                pixels = jpeg(file);
            } else if (ByteReader.matches(file, 0, "BM")) {
                pixels = product(littleEndian(file, 18, 4), Math.abs((int) littleEndian(file, 22, 4)));
            } else if (ByteReader.matches(file, 8, "WEBPVP8X")) {
                pixels = product(1 + littleEndian(file, 24, 3), 1 + littleEndian(file, 27, 3));
            } else if (ByteReader.matches(file, 8, "WEBPVP8 ")) {
                pixels = product(littleEndian(file, 26, 2) & 0x3fff, littleEndian(file, 28, 2) & 0x3fff);
            } else if (ByteReader.matches(file, 8, "WEBPVP8L")) {
                long bits = littleEndian(file, 21, 4);
                pixels = product(1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff));
            }
        }
        return Math.min(pixels, Canvas.MAX_PIXELS);
    }

    private static long product(long width, long height) {
        return width > 0 && height > Canvas.MAX_PIXELS / width ? Canvas.MAX_PIXELS : width * height;
    }

    private static long jpeg(byte[] file) {
        int at = 2;
        while (at + 9 <= file.length && (file[at] & 0xff) == 0xff) {
            int marker = file[at + 1] & 0xff;
            if (marker == 0xff) {
                at++;
                continue;
            }
            boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (frame) {
                return product(bigEndian(file, at + 7, 2), bigEndian(file, at + 5, 2));
            }
            at += 2 + (int) bigEndian(file, at + 2, 2);
        }
        return UNKNOWN;
    }

    private static long bigEndian(byte[] file, int at, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | (file[at + i] & 0xff);
        }
        return value;
    }

    private static long littleEndian(byte[] file, int at, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | (file[at + i] & 0xff);
        }
        return value;
    }
}
