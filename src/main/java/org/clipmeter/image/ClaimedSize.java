package org.clipmeter.image;

import static org.clipmeter.image.Signature.bigEndian;
import static org.clipmeter.image.Signature.littleEndian;

/** How large a picture says it is, for planning memory before it is decoded. */
public final class ClaimedSize {
    private static final long UNKNOWN = 16_000_000;

    /** The headers read here lie within these first bytes, other than JPEG's, TIFF's and PNM's. */
    private static final int LONGEST_HEADER = 30;

    private ClaimedSize() {}

    /** The pixels that a file's header claims, at most those that are decoded at all; a guess if it does not say. */
    public static long pixels(byte[] file) {
        long pixels = UNKNOWN;
        if (file.length >= LONGEST_HEADER) {
            pixels = Format.ofContent(file)
                    .map(format -> format.claimedPixels(file))
                    .orElse(UNKNOWN);
        }
        return Math.min(pixels, Canvas.MAX_PIXELS);
    }

    /** What to expect of a format whose header is not understood here. */
    static long unknown(byte[] file) {
        return UNKNOWN;
    }

    static long png(byte[] file) {
        return product(bigEndian(file, 16, 4), bigEndian(file, 20, 4));
    }

    static long gif(byte[] file) {
        return product(littleEndian(file, 6, 2), littleEndian(file, 8, 2));
    }

    static long bmp(byte[] file) {
        return product(littleEndian(file, 18, 4), Math.abs((int) littleEndian(file, 22, 4)));
    }

    static long webp(byte[] file) {
        if (ByteReader.matches(file, 12, "VP8X")) {
            return product(1 + littleEndian(file, 24, 3), 1 + littleEndian(file, 27, 3));
        }
        if (ByteReader.matches(file, 12, "VP8 ")) {
            return product(littleEndian(file, 26, 2) & 0x3fff, littleEndian(file, 28, 2) & 0x3fff);
        }
        if (ByteReader.matches(file, 12, "VP8L")) {
            long bits = littleEndian(file, 21, 4);
            return product(1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff));
        }
        return UNKNOWN;
    }

    static long jpeg(byte[] file) {
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

    static long tiff(byte[] file) {
        try {
            return TiffReader.claimedPixels(file);
        } catch (ImageException e) {
            return UNKNOWN;
        }
    }

    static long pnm(byte[] file) {
        try {
            return PnmReader.claimedPixels(file);
        } catch (ImageException e) {
            return UNKNOWN;
        }
    }

    /** The pixels of a picture of this size; the most that is decoded at all if they are more, or a side is negative. */
    static long product(long width, long height) {
        if (width < 0 || height < 0 || (width > 0 && height > Canvas.MAX_PIXELS / width)) {
            return Canvas.MAX_PIXELS;
        }
        return width * height;
    }
}
