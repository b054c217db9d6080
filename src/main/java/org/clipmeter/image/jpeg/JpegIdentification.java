package org.clipmeter.image.jpeg;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.reader.ByteReader;
import org.clipmeter.image.reader.Canvas;

/**
 * Reads a JPEG's segments up to its first scan, as Pillow does before it calls libjpeg. Pillow refuses some files here
 * that libjpeg would read.
 */
final class JpegIdentification {
    private static final int SOS = 0xda;
    private static final int ICC_HEADER = 14;

    private final ByteReader in;
    private boolean framed;
    private int width;
    private int height;
    private boolean shortProfile;

    private JpegIdentification(byte[] data) {
        in = new ByteReader(data, 3);
    }

    /** Throws if Pillow does not recognize the file as a JPEG, or recognizes it as one that it can't load. */
    static void check(byte[] data) throws ImageException {
        new JpegIdentification(data).walk();
    }

    private void walk() throws ImageException {
        boolean prefixed = true;
        while (true) {
            if (!prefixed && in.u8() != 0xff) {
                continue;
            }
            prefixed = false;
            int marker = in.u8();
            if (marker == 0xff) {
                prefixed = true;
            } else if (marker != 0) {
                if (marker < 0xc0) {
                    throw corrupt("it has the unknown marker 0xff" + Integer.toHexString(marker));
                }
                if (segment(marker)) {
                    break;
                }
            }
        }
        if (!framed) {
            throw corrupt("its image data has no frame header before it");
        }
        Canvas.checkSize(width, height);
    }

    /** Examines one segment; returns true if the image data begins after it. */
    private boolean segment(int marker) throws ImageException {
        boolean alone = marker >= 0xd0 && marker <= 0xd9 || marker == 0xc8 || marker >= 0xf0 && marker <= 0xfd;
        if (alone) {
            return false;
        }
        int length = Math.max(0, in.u16be() - 2);
        int from = in.at();
        in.skip(length);
        if (marker == 0xc4 || marker == 0xcc || marker == 0xdc || marker == 0xdd || marker == 0xdf) {
            return false;
        }
        if (marker == SOS) {
            return true;
        }
        if (marker == 0xdb) {
            quantization(from, length);
        } else if (marker >= 0xe0 && marker <= 0xef) {
            application(marker, from, length);
        } else if (marker < 0xe0) {
            frame(from, length);
        }
        return false;
    }

    private void frame(int from, int length) throws ImageException {
        if (length < 6) {
            throw corrupt("its frame header has " + length + " bytes");
        }
        byte[] data = in.data;
        int depth = data[from] & 0xff;
        if (depth != 8) {
            throw new ImageException(
                    Reason.UNSUPPORTED, "its samples have " + depth + " bits, expected 8: convert it to PNG");
        }
        height = (data[from + 1] & 0xff) << 8 | data[from + 2] & 0xff;
        width = (data[from + 3] & 0xff) << 8 | data[from + 4] & 0xff;
        int layers = data[from + 5] & 0xff;
        if (layers != 1 && layers != 3 && layers != 4) {
            throw corrupt("it has " + layers + " components, expected 1, 3 or 4");
        }
        if (shortProfile) {
            throw corrupt("an ICC profile segment is shorter than its own header");
        }
        if (length > 6 && length % 3 != 0) {
            throw corrupt("its frame header has " + length + " bytes");
        }
        framed = true;
    }

    private void quantization(int from, int length) throws ImageException {
        int left = length;
        for (int at = from; left > 0; ) {
            int size = (in.data[at] & 0xf0) == 0 ? 65 : 129;
            if (left < size) {
                throw corrupt("a quantization table has " + left + " bytes, expected " + size);
            }
            at += size;
            left -= size;
        }
    }

    private void application(int marker, int from, int length) throws ImageException {
        byte[] data = in.data;
        if (marker == 0xe0 && begins(from, length, "JFIF") && length < 7
                || marker == 0xee && begins(from, length, "Adobe") && length < 7) {
            throw corrupt("an application segment has " + length + " bytes, too few for its kind");
        }
        if (marker == 0xe2 && begins(from, length, "ICC_PROFILE\0") && length < ICC_HEADER) {
            shortProfile = true;
        }
        if (marker == 0xed && begins(from, length, "Photoshop 3.0\0")) {
            photoshop(data, from, length);
        }
    }

    private boolean begins(int from, int length, String text) {
        return length >= text.length() && ByteReader.matches(in.data, from, text);
    }

    /** Pillow fails if a resource block ends right after its code; it ignores other damage. */
    private static void photoshop(byte[] data, int from, int length) throws ImageException {
        long at = 14;
        while (at + 4 <= length && ByteReader.matches(data, (int) (from + at), "8BIM")) {
            at += 4;
            if (at + 2 > length) {
                return;
            }
            at += 2;
            if (at >= length) {
                throw corrupt("a Photoshop segment ends in a resource's name");
            }
            at += 1 + (data[(int) (from + at)] & 0xff);
            at += at & 1;
            if (at + 4 > length) {
                return;
            }
            ByteReader size = new ByteReader(data, (int) (from + at));
            at += 4 + size.u32be();
            at += at & 1;
        }
    }

    private static ImageException corrupt(String what) {
        return new ImageException(Reason.CORRUPT, what);
    }
}
