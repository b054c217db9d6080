package org.clipmeter.image.bmp;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.StoredPixels;
import org.clipmeter.image.reader.ByteReader;
import org.clipmeter.image.reader.Canvas;
import org.clipmeter.image.reader.ClaimedPixels;
import org.clipmeter.image.reader.Palette;

/** Reads BMP as Pillow's BmpImagePlugin does. */
public final class BmpReader {
    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int BITFIELDS = 3;
    private static final int MAX_COLORS = 65_536;

    private final ByteReader in;
    private long headerSize;
    private long width;
    private long height;
    private int bits;
    private int compression;
    private boolean topDown;
    private long colors;
    private int paletteStride = 4;
    private long offset;
    private int red = 2;
    private int green = 1;
    private int blue;
    private int alpha = -1;
    private boolean is565;

    private BmpReader(byte[] data) {
        in = new ByteReader(data, 10);
    }

    public static RgbImage read(byte[] data) throws ImageException {
        return new BmpReader(data).read();
    }

    /** The number of pixels that the header claims. The data must have at least 26 bytes. */
    public static long claimedPixels(byte[] data) {
        return ClaimedPixels.product(
                ByteReader.littleEndian(data, 18, 4), Math.abs((int) ByteReader.littleEndian(data, 22, 4)));
    }

    private RgbImage read() throws ImageException {
        offset = in.u32le();
        readHeader();
        Canvas.checkSize(width, height);
        if (bits > 8) {
            return readColors();
        }
        if (colors < 1 || colors > MAX_COLORS) {
            throw corrupt("its header says " + colors + " palette colors, expected 1 to " + MAX_COLORS);
        }
        int from = in.at();
        int length = (int) Math.min(in.remaining(), colors * paletteStride);
        in.skip(length);
        boolean gray = isGrayRamp(from, length);
        if (!gray && length / paletteStride > 256) {
            throw corrupt("its palette has " + length / paletteStride + " colors, expected at most 256");
        }
        Palette palette = Palette.of(in.data, from, length, paletteStride, 2, 0);
        int storedBits = !gray ? bits : colors <= 2 ? 1 : 8;
        if (compression == RLE8 || compression == RLE4) {
            return readRuns(palette, gray);
        }
        Canvas canvas = rows(storedBits);
        canvas.stored = indexed(gray);
        long stride = stride();
        for (int y = 0; y < canvas.height; y++) {
            int row = in.at() + (int) (y * stride);
            int to = targetRow(canvas, y);
            for (int x = 0; x < canvas.width; x++) {
                int bit = x * storedBits;
                int index =
                        (in.data[row + (bit >> 3)] & 0xff) >> (8 - storedBits - (bit & 7)) & ((1 << storedBits) - 1);
                if (gray) {
                    canvas.setGray(to + x, storedBits == 1 ? -index : index);
                } else {
                    palette.copy(index, canvas.rgb, (to + x) * 3);
                }
            }
        }
        return canvas.image(false);
    }

    private void readHeader() throws ImageException {
        int start = in.at();
        headerSize = in.u32le();
        if (headerSize == 12) {
            width = in.u16le();
            height = in.u16le();
            in.skip(2);
            bits = in.u16le();
            paletteStride = 3;
        } else if (headerSize == 40
                || headerSize == 52
                || headerSize == 56
                || headerSize == 64
                || headerSize == 108
                || headerSize == 124) {
            width = in.u32le();
            height = in.u32le();
            topDown = height >>> 24 == 0xff;
            height = topDown ? (1L << 32) - height : height;
            in.skip(2);
            bits = in.u16le();
            compression = (int) Math.min(in.u32le(), 99);
            in.skip(12);
            colors = in.u32le();
        } else {
            throw corrupt("its header has " + headerSize + " bytes, which no kind of BMP has");
        }
        in.seek(start + headerSize);
        checkDepth();
        if (compression == BITFIELDS) {
            readMasks(start);
        }
        if (colors == 0) {
            colors = 1L << bits;
        }
        if (offset == 14 + headerSize && bits <= 8) {
            offset += paletteStride * colors;
        }
    }

    private void checkDepth() throws ImageException {
        if (bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32) {
            throw new ImageException(
                    Reason.UNSUPPORTED, "its pixels have " + bits + " bits, expected 1, 4, 8, 16, 24 or 32");
        }
        boolean runs = compression == RLE8 || compression == RLE4;
        boolean fits = runs ? bits <= 8 : compression != BITFIELDS || bits >= 16;
        if (compression > BITFIELDS || !fits) {
            throw new ImageException(
                    Reason.UNSUPPORTED, "its compression is " + compression + " at " + bits + " bits a pixel");
        }
    }

    private void readMasks(int start) throws ImageException {
        int end = in.at();
        boolean inside = headerSize >= 52;
        in.seek(inside ? start + 40 : end);
        long r = in.u32le();
        long g = in.u32le();
        long b = in.u32le();
        long a = headerSize >= 56 ? in.u32le() : 0;
        if (inside) {
            in.seek(end);
        }
        if (bits == 16) {
            is565 = r == 0xf800 && g == 0x7e0 && b == 0x1f;
            boolean is555 = r == 0x7c00 && g == 0x3e0 && b == 0x1f;
            if (is565 || is555) {
                return;
            }
        } else if (bits == 24) {
            if (r == 0xff0000 && g == 0xff00 && b == 0xff) {
                return;
            }
        } else if (r == 0 && g == 0 && b == 0 && a == 0) {
            alpha = 3;
            return;
        } else if (knownMasks(r, g, b, a)) {
            red = Long.numberOfTrailingZeros(r) / 8;
            green = Long.numberOfTrailingZeros(g) / 8;
            blue = Long.numberOfTrailingZeros(b) / 8;
            alpha = a == 0 ? -1 : Long.numberOfTrailingZeros(a) / 8;
            return;
        }
        throw new ImageException(
                Reason.UNSUPPORTED,
                "its bit masks are " + Long.toHexString(r) + " " + Long.toHexString(g) + " " + Long.toHexString(b) + " "
                        + Long.toHexString(a));
    }

    private static boolean knownMasks(long r, long g, long b, long a) {
        if (r == 0xff0000 && g == 0xff00 && b == 0xff) {
            return a == 0 || a == 0xff000000L;
        }
        if (r == 0xff000000L && g == 0xff0000 && b == 0xff00) {
            return a == 0 || a == 0xff;
        }
        if (r == 0xff000000L && g == 0xff00 && b == 0xff) {
            return a == 0 || a == 0xff0000;
        }
        return r == 0xff && g == 0xff00 && b == 0xff0000 && a == 0xff000000L;
    }

    private RgbImage readColors() throws ImageException {
        Canvas canvas = rows(bits);
        byte[] plane = alpha < 0 ? new byte[0] : canvas.addAlpha();
        long stride = stride();
        for (int y = 0; y < canvas.height; y++) {
            int p = in.at() + (int) (y * stride);
            int to = targetRow(canvas, y);
            for (int x = 0; x < canvas.width; x++, p += bits / 8) {
                if (bits == 16) {
                    set16(canvas, to + x, (in.data[p] & 0xff) | (in.data[p + 1] & 0xff) << 8);
                } else {
                    canvas.set(to + x, in.data[p + red], in.data[p + green], in.data[p + blue]);
                    if (alpha >= 0) {
                        plane[to + x] = in.data[p + alpha];
                    }
                }
            }
        }
        return canvas.image(false);
    }

    private void set16(Canvas canvas, int pixel, int value) {
        int b = (value & 31) * 255 / 31;
        if (is565) {
            canvas.set(pixel, (value >> 11) * 255 / 31, (value >> 5 & 63) * 255 / 63, b);
        } else {
            canvas.set(pixel, (value >> 10 & 31) * 255 / 31, (value >> 5 & 31) * 255 / 31, b);
        }
    }

    /** Moves to the pixels, checks that they are all there, and allocates the picture. */
    private Canvas rows(int storedBits) throws ImageException {
        long rowBytes = (width * storedBits + 7) / 8;
        if (rowBytes > stride()) {
            throw corrupt("its gray palette does not fit its " + bits + " bits a pixel");
        }
        if (offset != 0) {
            in.seek(offset);
        }
        long needed = (height - 1) * stride() + rowBytes;
        if (needed > in.remaining()) {
            throw new ImageException(
                    Reason.TRUNCATED, "its pixels have " + in.remaining() + " bytes, expected " + needed);
        }
        return Canvas.of(width, height);
    }

    private long stride() {
        return (width * bits + 31) / 8 & ~3L;
    }

    private int targetRow(Canvas canvas, int y) {
        return (topDown ? y : canvas.height - 1 - y) * canvas.width;
    }

    /** Pillow treats a palette that is black and white, or the ramp 0, 1, 2 ..., as gray. */
    private boolean isGrayRamp(int from, int length) {
        for (int i = 0; i < colors; i++) {
            int level = colors == 2 ? i * 255 : i & 0xff;
            for (int c = 0; c < 3; c++) {
                int at = i * paletteStride + c;
                if (at >= length || (in.data[from + at] & 0xff) != level) {
                    return false;
                }
            }
        }
        return true;
    }

    private RgbImage readRuns(Palette palette, boolean gray) throws ImageException {
        if (offset != 0) {
            in.seek(offset);
        }
        Canvas canvas = Canvas.of(width, height);
        canvas.stored = indexed(gray);
        byte[] indices = new BmpRuns(in, canvas.width, canvas.height, compression == RLE4).decode();
        for (int y = 0; y < canvas.height; y++) {
            int to = targetRow(canvas, y);
            for (int x = 0; x < canvas.width; x++) {
                int index = indices[y * canvas.width + x] & 0xff;
                if (gray) {
                    canvas.setGray(to + x, colors <= 2 && index != 0 ? 255 : index);
                } else {
                    palette.copy(index, canvas.rgb, (to + x) * 3);
                }
            }
        }
        return canvas.image(false);
    }

    /** Pillow holds two gray levels as black and white. */
    private StoredPixels indexed(boolean gray) {
        return gray && colors > 2 ? StoredPixels.SAMPLES : StoredPixels.INDICES;
    }

    private static ImageException corrupt(String what) {
        return new ImageException(Reason.CORRUPT, what);
    }
}
