package org.clipmeter.image.webp;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.reader.ByteReader;

/**
 * The result of libwebp's first look at a file, or at the chunks of one frame. What libwebp refuses at this point is
 * refused here.
 *
 * @param alpha whether the picture has an alpha channel, even if it is opaque everywhere
 */
record WebpHead(int width, int height, boolean alpha) {
    static final int RIFF_HEADER = 12;
    static final int CHUNK_HEADER = 8;
    static final int FRAME_HEADER = 10;
    static final int ANIMATION = 2;
    static final int ALPHA = 0x10;

    private static final int VP8X_SIZE = 10;

    /** Reads a whole file, which starts with a RIFF header. */
    static WebpHead ofFile(byte[] data) throws ImageException {
        long riff = u32(data, 4);
        if (riff < 12 || riff > 0xfffffff6L) {
            throw corrupt("its RIFF header says " + riff + " bytes");
        }
        if (!ByteReader.matches(data, RIFF_HEADER, "VP8X")) {
            return ofImage(data, RIFF_HEADER, data.length, riff);
        }
        long size = data.length < RIFF_HEADER + CHUNK_HEADER ? 0 : u32(data, RIFF_HEADER + 4);
        if (size != VP8X_SIZE || data.length < 30) {
            throw corrupt("its VP8X chunk has " + size + " bytes, expected " + VP8X_SIZE);
        }
        int flags = data[20];
        int width = u24(data, 24) + 1;
        int height = u24(data, 27) + 1;
        boolean alpha = (flags & ALPHA) != 0;
        if ((flags & ANIMATION) != 0) {
            return new WebpHead(width, height, alpha);
        }
        return ofExtended(data, riff, width, height, alpha);
    }

    /** Finds the first VP8 or VP8L chunk after a VP8X chunk. */
    private static WebpHead ofExtended(byte[] data, long riff, int width, int height, boolean flagged)
            throws ImageException {
        boolean alpha = flagged;
        boolean alphaChunk = false;
        long skipped = 22;
        long at = 30;
        while (true) {
            if (data.length - at < CHUNK_HEADER) {
                return new WebpHead(width, height, alpha);
            }
            int chunk = (int) at;
            long size = CHUNK_HEADER + u32(data, chunk + 4) + 1 & ~1L;
            skipped += size;
            if (skipped > riff) {
                throw corrupt("a chunk at offset " + chunk + " leaves the file");
            }
            if (isImage(data, chunk)) {
                break;
            }
            if (data.length - at < size) {
                return new WebpHead(width, height, alpha);
            }
            alphaChunk |= ByteReader.matches(data, chunk, "ALPH");
            at += size;
        }
        int chunk = (int) at;
        boolean lossless = ByteReader.matches(data, chunk, "VP8L");
        if (data.length - at - CHUNK_HEADER < (lossless ? 5 : FRAME_HEADER)) {
            return new WebpHead(width, height, alpha || alphaChunk);
        }
        WebpHead image = ofImage(data, chunk, data.length, riff);
        if (image.width != width || image.height != height) {
            throw corrupt("its picture is not as large as its header says");
        }
        alpha = lossless ? image.alpha : alpha;
        return new WebpHead(width, height, alpha || alphaChunk);
    }

    /** Reads a VP8 or VP8L chunk; {@code riff} is the size in the RIFF header, or 0 for a chunk without one. */
    static WebpHead ofImage(byte[] data, int chunk, int end, long riff) throws ImageException {
        if (end - chunk < CHUNK_HEADER || !isImage(data, chunk)) {
            throw corrupt("it starts with an unknown chunk");
        }
        long size = u32(data, chunk + 4);
        if (riff >= 12 && size > riff - 12) {
            throw corrupt("the chunk at offset " + chunk + " leaves the file");
        }
        int from = chunk + CHUNK_HEADER;
        if (ByteReader.matches(data, chunk, "VP8L")) {
            if (end - from < 5) {
                throw truncated("its VP8L chunk has " + (end - from) + " bytes");
            }
            if (data[from] != 0x2f || (data[from + 4] & 0xe0) != 0) {
                throw corrupt("its VP8L chunk does not start with a VP8L header");
            }
            long bits = u32(data, from + 1);
            return new WebpHead((int) (bits & 0x3fff) + 1, (int) (bits >> 14 & 0x3fff) + 1, (bits >> 28 & 1) != 0);
        }
        if (end - from < FRAME_HEADER) {
            throw truncated("its VP8 chunk has " + (end - from) + " bytes");
        }
        int tag = u24(data, from);
        int width = u24(data, from + 6) & 0x3fff;
        int height = u24(data, from + 7) >> 8 & 0x3fff;
        boolean start = u24(data, from + 3) == 0x2a019d;
        if ((tag & 1) != 0 || (tag >> 1 & 7) > 3 || (tag >> 4 & 1) == 0 || !start || width == 0 || height == 0) {
            throw corrupt("its VP8 frame is not a picture on its own");
        }
        if (tag >> 5 >= size) {
            throw corrupt("its first VP8 partition is longer than its chunk");
        }
        return new WebpHead(width, height, false);
    }

    static boolean isImage(byte[] data, int chunk) {
        return ByteReader.matches(data, chunk, "VP8 ") || ByteReader.matches(data, chunk, "VP8L");
    }

    static int u24(byte[] data, int at) {
        return data[at] & 0xff | (data[at + 1] & 0xff) << 8 | (data[at + 2] & 0xff) << 16;
    }

    static long u32(byte[] data, int at) {
        return u24(data, at) | (data[at + 3] & 0xffL) << 24;
    }

    static ImageException corrupt(String what) {
        return new ImageException(Reason.CORRUPT, what);
    }

    static ImageException truncated(String what) {
        return new ImageException(Reason.TRUNCATED, what);
    }
}
