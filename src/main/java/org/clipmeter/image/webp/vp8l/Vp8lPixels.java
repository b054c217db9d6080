package org.clipmeter.image.webp.vp8l;

import java.util.HexFormat;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;

/**
 * Reads the pixels of one entropy-coded VP8L image: literals, copies and colors of the cache (RFC 9649, section 5.2).
 */
final class Vp8lPixels {
    private static final int CACHE_MULTIPLIER = 0x1e35a7bd;
    private static final int NEAR_DISTANCES = 120;

    /**
     * For each near distance: the rows above in the high four bits, 8 minus the columns to the left in the low four.
     */
    private static final String NEAR =
            "18 07 17 19 28 06 27 29 16 1a 26 2a 38 05 37 39 15 1b 36 3a 25 2b 48 04 47 49 14 1c 35 3b 46 4a 24 2c 58 45"
                    + " 4b 34 3c 03 57 59 13 1d 56 5a 23 2d 44 4c 55 5b 33 3d 68 02 67 69 12 1e 66 6a 22 2e 54 5c 43 4d 65 6b"
                    + " 32 3e 78 01 77 79 53 5d 11 1f 64 6c 42 4e 76 7a 21 2f 75 7b 31 3f 63 6d 52 5e 00 74 7c 41 4f 10 20 62"
                    + " 6e 30 73 7d 51 5f 40 72 7e 61 6f 50 71 7f 60 70";

    private static final byte[] NEAR_OFFSETS = HexFormat.ofDelimiter(" ").parseHex(NEAR);

    private final Vp8lBits in;
    private final Vp8lCodes codes;
    private final int width;
    private final int height;
    private final int[] cache;
    private final int cacheShift;

    /** All pixels before this one are in the cache. */
    private int cached;

    Vp8lPixels(Vp8lBits in, Vp8lCodes codes, int width, int height, int cacheBits) {
        this.in = in;
        this.codes = codes;
        this.width = width;
        this.height = height;
        cache = new int[cacheBits == 0 ? 0 : 1 << cacheBits];
        cacheShift = Integer.SIZE - cacheBits;
    }

    /**
     * Reads all pixels, ARGB, rows from the top.
     *
     * @param lenient whether the last symbol may extend past the end of the data, which libwebp accepts in some alpha
     *     planes
     */
    int[] read(boolean lenient) throws ImageException {
        int[] pixels = new int[Math.multiplyExact(width, height)];
        int[] entries = codes.entries();
        int blockMask = codes.blockBits() == 0 ? -1 : (1 << codes.blockBits()) - 1;
        int green = 0;
        int greenMask = 0;
        int red = 0;
        int redMask = 0;
        int blue = 0;
        int blueMask = 0;
        int alpha = 0;
        int alphaMask = 0;
        int distance = 0;
        int distanceMask = 0;
        boolean constant = false;
        boolean onlyGreen = false;
        int base = 0;
        boolean newBlock = true;
        int x = 0;
        int y = 0;
        int at = 0;
        while (at < pixels.length) {
            if (newBlock || (x & blockMask) == 0) {
                newBlock = false;
                int group = codes.group(x, y);
                green = codes.root(group, 0);
                red = codes.root(group, 1);
                blue = codes.root(group, 2);
                alpha = codes.root(group, 3);
                distance = codes.root(group, 4);
                greenMask = codes.mask(green);
                redMask = codes.mask(red);
                blueMask = codes.mask(blue);
                alphaMask = codes.mask(alpha);
                distanceMask = codes.mask(distance);
                onlyGreen = (redMask | blueMask | alphaMask) == 0;
                base = (entries[alpha] << 8 | entries[red]) << 16 | entries[blue];
                constant = onlyGreen && (greenMask | distanceMask) == 0 && entries[green] < Vp8lCodes.LITERALS;
            }
            int count = 1;
            if (constant) {
                pixels[at] = base | entries[green] << 8;
            } else {
                in.fill();
                int symbol = in.symbol(entries, green, greenMask);
                if (symbol < Vp8lCodes.LITERALS) {
                    int pixel = base | symbol << 8;
                    if (!onlyGreen) {
                        pixel = symbol << 8 | in.symbol(entries, red, redMask) << 16;
                        in.fill();
                        pixel |= in.symbol(entries, blue, blueMask);
                        pixel |= in.symbol(entries, alpha, alphaMask) << 24;
                    }
                    pixels[at] = pixel;
                } else if (symbol < Vp8lCodes.LITERALS + Vp8lCodes.LENGTHS) {
                    count = prefixed(symbol - Vp8lCodes.LITERALS);
                    int near = in.symbol(entries, distance, distanceMask);
                    in.fill();
                    int offset = offset(prefixed(near));
                    if (in.exhausted() && !lenient) {
                        throw truncated(y);
                    }
                    copy(pixels, at, offset, count);
                } else {
                    pixels[at] = fromCache(pixels, at, symbol - Vp8lCodes.LITERALS - Vp8lCodes.LENGTHS);
                }
                if (in.exhausted() && !(lenient && at + count == pixels.length)) {
                    throw truncated(y);
                }
            }
            at += count;
            x += count;
            while (x >= width) {
                x -= width;
                y++;
            }
            newBlock = count > 1 && blockMask >= 0;
        }
        if (in.exhausted() && !lenient) {
            throw truncated(height);
        }
        return pixels;
    }

    private ImageException truncated(int row) {
        return new ImageException(
                Reason.TRUNCATED, "its VP8L data ends early, in row " + Math.min(row, height - 1) + " of " + height);
    }

    /** A length or distance, from its symbol and the bits that follow (RFC 9649, section 5.2.2). */
    private int prefixed(int symbol) {
        if (symbol < 4) {
            return symbol + 1;
        }
        int extra = symbol - 2 >> 1;
        return (2 + (symbol & 1) << extra) + in.read(extra) + 1;
    }

    /** How many pixels back a distance code reaches. */
    private int offset(int code) {
        if (code > NEAR_DISTANCES) {
            return code - NEAR_DISTANCES;
        }
        int packed = NEAR_OFFSETS[code - 1];
        return Math.max(1, (packed >> 4) * width + 8 - (packed & 15));
    }

    private static void copy(int[] pixels, int at, int offset, int count) throws ImageException {
        if (offset > at || count > pixels.length - at) {
            throw new ImageException(Reason.CORRUPT, "its VP8L data copies pixels from outside the picture");
        }
        if (offset >= count) {
            System.arraycopy(pixels, at - offset, pixels, at, count);
            return;
        }
        for (int i = at; i < at + count; i++) {
            pixels[i] = pixels[i - offset];
        }
    }

    private int fromCache(int[] pixels, int at, int key) {
        for (int i = cached; i < at; i++) {
            cache[CACHE_MULTIPLIER * pixels[i] >>> cacheShift] = pixels[i];
        }
        cached = at;
        return cache[key];
    }
}
