package org.clipmeter.image.tiff;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.jspecify.annotations.Nullable;

/** The compressions of a TIFF's strip or tile. */
enum TiffCodec {
    RAW {
        @Override
        int decode(byte[] data, int from, int end, byte[] out) {
            int count = Math.min(end - from, out.length);
            System.arraycopy(data, from, out, 0, count);
            return count;
        }
    },
    PACK_BITS {
        @Override
        int decode(byte[] data, int from, int end, byte[] out) {
            int at = 0;
            int p = from;
            while (p < end && at < out.length) {
                int n = data[p++];
                if (n >= 0) {
                    int count = Math.min(Math.min(n + 1, end - p), out.length - at);
                    System.arraycopy(data, p, out, at, count);
                    at += count;
                    p += n + 1;
                } else if (n != -128 && p < end) {
                    int count = Math.min(1 - n, out.length - at);
                    Arrays.fill(out, at, at + count, data[p++]);
                    at += count;
                }
            }
            return at;
        }
    },
    LZW {
        @Override
        int decode(byte[] data, int from, int end, byte[] out) throws ImageException {
            return lzw(data, from, end, out);
        }
    },
    DEFLATE {
        @Override
        int decode(byte[] data, int from, int end, byte[] out) throws ImageException {
            Inflater inflater = new Inflater();
            try {
                inflater.setInput(data, from, end - from);
                int at = 0;
                while (at < out.length) {
                    int count = inflater.inflate(out, at, out.length - at);
                    if (count == 0) {
                        break;
                    }
                    at += count;
                }
                return at;
            } catch (DataFormatException e) {
                throw new ImageException(
                        Reason.CORRUPT, "its pixels are not a valid zlib stream: " + e.getMessage(), e);
            } finally {
                inflater.end();
            }
        }
    };

    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int TABLE = 4096;

    /** Decompresses into {@code out} and returns the number of bytes written. */
    abstract int decode(byte[] data, int from, int end, byte[] out) throws ImageException;

    /** The codec for a value of the Compression tag; null if it is not supported. */
    static @Nullable TiffCodec of(int compression) {
        return switch (compression) {
            case 1 -> RAW;
            case 5 -> LZW;
            case 8, 32946 -> DEFLATE;
            case 32773 -> PACK_BITS;
            default -> null;
        };
    }

    private static int lzw(byte[] data, int from, int end, byte[] out) throws ImageException {
        int[] prefix = new int[TABLE];
        byte[] suffix = new byte[TABLE];
        int[] length = new int[TABLE];
        for (int i = 0; i < CLEAR; i++) {
            suffix[i] = (byte) i;
            length[i] = 1;
        }
        int next = END + 1;
        int size = 9;
        int last = -1;
        int buffer = 0;
        int bits = 0;
        int at = 0;
        int p = from;
        while (at < out.length) {
            while (bits < size && p < end) {
                buffer = buffer << 8 | (data[p++] & 0xff);
                bits += 8;
            }
            if (bits < size) {
                return at;
            }
            int code = buffer >>> (bits - size) & ((1 << size) - 1);
            bits -= size;
            if (code == END) {
                return at;
            }
            if (code == CLEAR) {
                next = END + 1;
                size = 9;
                last = -1;
                continue;
            }
            if (code > (last < 0 ? CLEAR : Math.min(next, TABLE - 1))) {
                throw new ImageException(Reason.CORRUPT, "its LZW data has the unknown code " + code);
            }
            if (last >= 0 && next < TABLE) {
                prefix[next] = last;
                length[next] = length[last] + 1;
                int c = code == next ? last : code;
                while (c > END) {
                    c = prefix[c];
                }
                suffix[next] = (byte) c;
                next++;
                if (next == (1 << size) - 1 && size < 12) {
                    size++;
                }
            }
            int stop = at + length[code];
            for (int c = code, i = stop - 1; i >= at; i--) {
                if (i < out.length) {
                    out[i] = suffix[c];
                }
                c = prefix[c];
            }
            at = Math.min(stop, out.length);
            last = code;
        }
        return at;
    }
}
