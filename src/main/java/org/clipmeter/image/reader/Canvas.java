package org.clipmeter.image.reader;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.StoredPixels;
import org.clipmeter.image.Transparency;
import org.jspecify.annotations.Nullable;

/** The RGB bytes and alpha values of a picture while it is decoded. Its size is checked before they are allocated. */
public final class Canvas {
    /** Pillow's limit: a picture with more pixels counts as a decompression bomb. */
    public static final long MAX_PIXELS = 178_956_970;

    private static final double HEAP_SHARE = 0.7;
    private static final long MIB = 1 << 20;

    public final int width;
    public final int height;
    public final byte[] rgb;

    /** The alpha values, shape (height, width); null for a picture without an alpha channel. */
    public byte @Nullable [] alpha;

    /** See {@link Transparency#keptColor}. */
    public int keptColor = Transparency.NO_COLOR;

    /** How the file stores its pixels. */
    public StoredPixels stored = StoredPixels.SAMPLES;

    private Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        this.rgb = new byte[width * height * 3];
    }

    /** Refuses a size without pixels, with more pixels than Pillow accepts, or with more than this heap can hold. */
    public static void checkSize(long width, long height) throws ImageException {
        if (width < 1 || height < 1) {
            throw new ImageException(Reason.CORRUPT, "its header says " + width + " x " + height + " pixels");
        }
        if (width > MAX_PIXELS || height > MAX_PIXELS || width * height > MAX_PIXELS) {
            throw new ImageException(
                    Reason.TOO_LARGE,
                    "its header says " + width + " x " + height + " pixels, expected at most " + MAX_PIXELS
                            + " in all");
        }
        long heap = Runtime.getRuntime().maxMemory();
        if (width * height * 3 > heap * HEAP_SHARE) {
            throw new ImageException(
                    Reason.TOO_LARGE,
                    width + " x " + height + " pixels need " + width * height * 3 / MIB + " MiB, the heap has "
                            + heap / MIB + " MiB: give Java more memory with -Xmx");
        }
    }

    /** Refuses a picture if the heap can't hold both its pixels and this many more bytes. */
    public static void checkMemory(long width, long height, long bytes) throws ImageException {
        long heap = Runtime.getRuntime().maxMemory();
        long needed = width * height * 3 + bytes;
        if (needed > heap * HEAP_SHARE) {
            throw new ImageException(
                    Reason.TOO_LARGE,
                    width + " x " + height + " pixels need " + needed / MIB + " MiB to decode, the heap has "
                            + heap / MIB + " MiB: give Java more memory with -Xmx");
        }
    }

    public static Canvas of(long width, long height) throws ImageException {
        checkSize(width, height);
        return new Canvas((int) width, (int) height);
    }

    /** Adds an alpha channel, which is transparent everywhere at first, and returns it. */
    public byte[] addAlpha() {
        byte[] plane = new byte[width * height];
        alpha = plane;
        return plane;
    }

    public void setGray(int pixel, int level) {
        set(pixel, level, level, level);
    }

    /** The picture with these gray levels, one per pixel. */
    public RgbImage gray(byte[] levels) {
        for (int i = 0, to = 0; i < levels.length; i++, to += 3) {
            byte level = levels[i];
            rgb[to] = level;
            rgb[to + 1] = level;
            rgb[to + 2] = level;
        }
        return image(false);
    }

    public void set(int pixel, int r, int g, int b) {
        int at = pixel * 3;
        rgb[at] = (byte) r;
        rgb[at + 1] = (byte) g;
        rgb[at + 2] = (byte) b;
    }

    /** Stores ink amounts as Pillow's cmyk2rgb does. */
    public void cmyk(int pixel, int c, int m, int y, int k) {
        int nk = 255 - k;
        set(pixel, paper(nk, c), paper(nk, m), paper(nk, y));
    }

    private static int paper(int nk, int ink) {
        int t = ink * nk + 128;
        return Math.max(0, Math.min(255, nk - (((t >> 8) + t) >> 8)));
    }

    public RgbImage image(boolean damaged) {
        return new RgbImage(width, height, rgb, damaged, Transparency.of(rgb, alpha, keptColor), stored);
    }
}
