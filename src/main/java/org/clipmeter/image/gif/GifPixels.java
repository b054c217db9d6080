package org.clipmeter.image.gif;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.reader.ByteReader;

/**
 * Decodes GIF's LZW to one index per pixel as Pillow's GifDecode.c does: it ends when the frame is full, not at an end
 * code.
 */
final class GifPixels {
    private static final int MAX_BITS = 12;
    private static final int TABLE = 1 << MAX_BITS;
    private static final int STRING = TABLE + 1;

    /** The most bytes that Pillow passes to its decoder at once; an end code ends only such a portion. */
    private static final int PORTION = 65_536;

    private final ByteReader in;
    private final int width;
    private final int height;
    private final byte[] out;
    private final byte[] suffix = new byte[TABLE];
    private final int[] prefix = new int[TABLE];
    private final byte[] string = new byte[STRING];
    private final int bits;
    private int visibleEnd;
    private int blockLeft;
    private int bitBuffer;
    private int bitCount;
    private int x;
    private int y;
    private int interlacePass;
    private int step;

    GifPixels(ByteReader in, int width, int height, int bits, boolean interlaced) throws ImageException {
        if (bits > MAX_BITS) {
            throw corrupt("its codes start at " + bits + " bits, expected at most 12");
        }
        // A code has at least one bit and gives at most 4097 pixels.
        if ((long) in.remaining() * 8 * STRING < (long) width * height) {
            throw truncated();
        }
        this.in = in;
        this.width = width;
        this.height = height;
        this.bits = bits;
        this.interlacePass = interlaced ? 1 : 0;
        this.step = interlaced ? 8 : 1;
        this.out = new byte[width * height];
    }

    byte[] decode() throws ImageException {
        int clear = 1 << bits;
        int next = clear + 2;
        int size = bits + 1;
        int mask = (1 << size) - 1;
        int lastCode = 0;
        byte lastByte = 0;
        boolean fresh = true;
        visibleEnd = in.at();
        showMore();
        while (true) {
            int code = code(size, mask);
            if (code == clear) {
                if (!fresh) {
                    next = clear + 2;
                    size = bits + 1;
                    mask = (1 << size) - 1;
                    fresh = true;
                }
                continue;
            }
            if (code == clear + 1) {
                showMore();
                continue;
            }
            if (fresh) {
                if (code > clear) {
                    throw corrupt("its LZW data starts with code " + code);
                }
                lastCode = code;
                lastByte = (byte) code;
                string[STRING - 1] = lastByte;
                fresh = false;
                if (put(STRING - 1)) {
                    return out;
                }
                continue;
            }
            if (code > next) {
                throw corrupt("its LZW data has code " + code + ", expected at most " + next);
            }
            int from = STRING;
            int c = code;
            if (c == next) {
                string[--from] = lastByte;
                c = lastCode;
            }
            while (c >= clear) {
                if (from <= 1 || c >= TABLE) {
                    throw corrupt("its LZW data has a string without an end");
                }
                string[--from] = suffix[c];
                c = prefix[c];
            }
            lastByte = (byte) c;
            string[--from] = lastByte;
            if (next < TABLE) {
                suffix[next] = lastByte;
                prefix[next] = lastCode;
                if (next == mask && size < MAX_BITS) {
                    size++;
                    mask = (1 << size) - 1;
                }
                next++;
            }
            lastCode = code;
            if (put(from)) {
                return out;
            }
        }
    }

    /** Stores the string from {@code from} on; true when the frame is full. */
    private boolean put(int from) {
        for (int i = from; i < STRING; i++) {
            out[y * width + x] = string[i];
            if (++x == width && nextRow()) {
                return true;
            }
        }
        return false;
    }

    private boolean nextRow() {
        x = 0;
        y += step;
        while (y >= height) {
            switch (interlacePass) {
                case 1 -> {
                    y = 4;
                    interlacePass = 2;
                }
                case 2 -> {
                    step = 4;
                    y = 2;
                    interlacePass = 3;
                }
                case 3 -> {
                    step = 2;
                    y = 1;
                    interlacePass = 0;
                }
                default -> {
                    return true;
                }
            }
        }
        return false;
    }

    private int code(int size, int mask) throws ImageException {
        while (bitCount < size) {
            if (blockLeft > 0) {
                bitBuffer |= in.u8() << bitCount;
                bitCount += 8;
                blockLeft--;
                continue;
            }
            int available = visibleEnd - in.at();
            if (available < 1 || available < (in.data[in.at()] & 0xff) + 1) {
                showMore();
                continue;
            }
            blockLeft = in.u8();
        }
        int code = bitBuffer & mask;
        bitBuffer >>>= size;
        bitCount -= size;
        return code;
    }

    private void showMore() throws ImageException {
        if (visibleEnd == in.data.length) {
            throw truncated();
        }
        visibleEnd = (int) Math.min(in.data.length, (long) visibleEnd + PORTION);
    }

    private static ImageException truncated() {
        return new ImageException(Reason.TRUNCATED, "its image data ends early");
    }

    private static ImageException corrupt(String what) {
        return new ImageException(Reason.CORRUPT, what);
    }
}
