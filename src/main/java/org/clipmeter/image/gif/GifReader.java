package org.clipmeter.image.gif;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.StoredPixels;
import org.clipmeter.image.reader.ByteReader;
import org.clipmeter.image.reader.Canvas;
import org.clipmeter.image.reader.ClaimedPixels;
import org.clipmeter.image.reader.Palette;
import org.jspecify.annotations.Nullable;

/** Reads the first frame of a GIF as Pillow's GifImagePlugin does. */
public final class GifReader {
    private final ByteReader in;
    private int screenWidth;
    private int screenHeight;
    private @Nullable Palette palette;
    private int transparent = -1;

    private GifReader(byte[] data) {
        in = new ByteReader(data, 6);
    }

    public static RgbImage read(byte[] data) throws ImageException {
        return new GifReader(data).read();
    }

    /** The number of pixels that the header claims. The data must have at least 10 bytes. */
    public static long claimedPixels(byte[] data) {
        return ClaimedPixels.product(ByteReader.littleEndian(data, 6, 2), ByteReader.littleEndian(data, 8, 2));
    }

    private RgbImage read() throws ImageException {
        screenWidth = in.u16le();
        screenHeight = in.u16le();
        int flags = in.u8();
        in.skip(2);
        palette = palette(flags);
        skipToImage();
        int left = in.u16le();
        int top = in.u16le();
        int width = in.u16le();
        int height = in.u16le();
        flags = in.u8();
        if ((flags & 128) != 0) {
            palette = palette(flags);
        }
        int bits = in.u8();
        screenWidth = Math.max(screenWidth, left + width);
        screenHeight = Math.max(screenHeight, top + height);
        Canvas.checkSize(screenWidth, screenHeight);
        if (width < 1 || height < 1) {
            throw corrupt("its first frame has " + width + " x " + height + " pixels");
        }
        byte[] frame = new GifPixels(in, width, height, bits, (flags & 64) != 0).decode();
        Canvas canvas = Canvas.of(screenWidth, screenHeight);
        canvas.stored = palette == null ? StoredPixels.SAMPLES : StoredPixels.INDICES;
        if (transparent >= 0) {
            canvas.addAlpha();
            canvas.keptColor = palette == null ? transparent * 0x010101 : palette.color(transparent);
        }
        for (int i = 0; i < screenWidth * screenHeight; i++) {
            store(canvas, i, Math.max(transparent, 0));
        }
        for (int y = 0; y < height; y++) {
            int to = (top + y) * screenWidth + left;
            for (int x = 0; x < width; x++) {
                store(canvas, to + x, frame[y * width + x] & 0xff);
            }
        }
        return canvas.image(false);
    }

    private void store(Canvas canvas, int pixel, int index) {
        if (canvas.alpha != null) {
            canvas.alpha[pixel] = (byte) (index == transparent ? 0 : 255);
        }
        if (palette == null) {
            canvas.setGray(pixel, index);
        } else {
            palette.copy(index, canvas.rgb, pixel * 3);
        }
    }

    /** Reads the blocks before the first image descriptor. */
    private void skipToImage() throws ImageException {
        while (true) {
            int block = in.remaining() == 0 ? ';' : in.u8();
            if (block == ';') {
                throw new ImageException(
                        in.remaining() == 0 ? Reason.TRUNCATED : Reason.CORRUPT, "it has no image block");
            }
            if (block == ',') {
                return;
            }
            if (block == '!') {
                extension();
            }
        }
    }

    private void extension() throws ImageException {
        int label = in.u8();
        int from = in.at();
        int length = block();
        if (label == 249 && length > 0) {
            byte[] data = in.data;
            if (length < ((data[from + 1] & 1) != 0 ? 4 : 3)) {
                throw corrupt("its graphic control extension has " + length + " bytes, expected 4");
            }
            if ((data[from + 1] & 1) != 0) {
                transparent = data[from + 4] & 0xff;
            }
        }
        boolean comment = label == 254;
        if (label == 255
                && length > 0
                && in.data.length - from > 12
                && ByteReader.matches(in.data, from + 1, "NETSCAPE2.0")) {
            length = block();
        }
        // Except in comments, Pillow looks for more blocks even after the empty one that should end them.
        if (!comment || length > 0) {
            do {
                length = block();
            } while (length > 0);
        }
    }

    /** Skips a data block and returns its length; 0 at the end of the blocks or of the file. */
    private int block() throws ImageException {
        int length = in.remaining() == 0 ? 0 : in.u8();
        int present = Math.min(length, in.remaining());
        in.skip(present);
        return present;
    }

    /** The palette that the flags announce; null if they announce no palette, or if it is the gray ramp. */
    private @Nullable Palette palette(int flags) throws ImageException {
        if ((flags & 128) == 0) {
            return null;
        }
        int length = 3 << ((flags & 7) + 1);
        int from = in.at();
        in.skip(length);
        for (int i = 0; i < length; i++) {
            if ((in.data[from + i] & 0xff) != i / 3) {
                return Palette.of(in.data, from, length, 3, 0, 2);
            }
        }
        return null;
    }

    private static ImageException corrupt(String what) {
        return new ImageException(Reason.CORRUPT, what);
    }
}
