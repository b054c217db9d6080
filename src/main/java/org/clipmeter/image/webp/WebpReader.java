package org.clipmeter.image.webp;

import java.util.Arrays;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.reader.ByteReader;
import org.clipmeter.image.reader.Canvas;
import org.clipmeter.image.reader.ClaimedPixels;
import org.clipmeter.image.webp.WebpContainer.Frame;
import org.clipmeter.image.webp.WebpContainer.Picture;
import org.clipmeter.image.webp.vp8.Vp8Decoder;
import org.clipmeter.image.webp.vp8l.Vp8lDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first frame of a WebP as Pillow does with libwebp's animation decoder: on a transparent canvas, ignoring
 * profiles and the background color. Chunks of later frames are checked, but their pixels are not decoded.
 */
public final class WebpReader {
    private static final byte OPAQUE = (byte) 255;

    private final byte[] data;
    private final Frame frame;
    private final Canvas canvas;

    /** The alpha values of the canvas; null if the file has no alpha channel or its picture is opaque. */
    private byte @Nullable [] alpha;

    private WebpReader(byte[] data, Picture picture) throws ImageException {
        this.data = data;
        frame = picture.frame();
        canvas = Canvas.of(picture.width(), picture.height());
    }

    /** Decodes a file that starts with {@code RIFF....WEBP}. */
    public static RgbImage read(byte[] data) throws ImageException {
        WebpHead head = WebpHead.ofFile(data);
        Canvas.checkSize(head.width(), head.height());
        Picture picture = WebpContainer.read(data);
        WebpReader reader = new WebpReader(data, picture);
        if (ByteReader.matches(data, reader.frame.image(), "VP8L")) {
            reader.decodeLossless(head.alpha());
        } else {
            reader.decodeLossy(head.alpha());
        }
        return reader.image();
    }

    /**
     * The number of pixels that the header claims; an estimate if the first chunk is unknown. Needs at least 30 bytes.
     */
    public static long claimedPixels(byte[] data) {
        if (ByteReader.matches(data, 12, "VP8X")) {
            return ClaimedPixels.product(
                    1 + ByteReader.littleEndian(data, 24, 3), 1 + ByteReader.littleEndian(data, 27, 3));
        }
        if (ByteReader.matches(data, 12, "VP8 ")) {
            return ClaimedPixels.product(
                    ByteReader.littleEndian(data, 26, 2) & 0x3fff, ByteReader.littleEndian(data, 28, 2) & 0x3fff);
        }
        if (ByteReader.matches(data, 12, "VP8L")) {
            long bits = ByteReader.littleEndian(data, 21, 4);
            return ClaimedPixels.product(1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff));
        }
        return ClaimedPixels.UNKNOWN;
    }

    private void decodeLossless(boolean hasAlpha) throws ImageException {
        if (hasAlpha) {
            alpha = new byte[canvas.width * canvas.height];
        }
        Vp8lDecoder.decode(data, frame.image() + WebpHead.CHUNK_HEADER, frame.end(), this::put);
    }

    private void decodeLossy(boolean hasAlpha) throws ImageException {
        Vp8Decoder.decode(data, frame.image() + WebpHead.CHUNK_HEADER, frame.end(), canvas, frame.left(), frame.top());
        byte[] values = null;
        if (frame.alpha() >= 0) {
            int start = frame.alpha() + WebpHead.CHUNK_HEADER;
            int end = start + (int) WebpHead.u32(data, frame.alpha() + 4);
            values = WebpAlpha.decode(data, start, end, frame.width(), frame.height());
        }
        boolean whole = frame.width() == canvas.width && frame.height() == canvas.height;
        if (hasAlpha) {
            alpha = whole ? values : onCanvas(values);
        }
    }

    /** The alpha values of the canvas, which is transparent around the frame; null means that the frame is opaque. */
    private byte[] onCanvas(byte @Nullable [] values) {
        byte[] all = new byte[canvas.width * canvas.height];
        for (int y = 0; y < frame.height(); y++) {
            int at = (frame.top() + y) * canvas.width + frame.left();
            if (values == null) {
                Arrays.fill(all, at, at + frame.width(), OPAQUE);
            } else {
                System.arraycopy(values, y * frame.width(), all, at, frame.width());
            }
        }
        return all;
    }

    private void put(int y, int[] argb) {
        int at = (frame.top() + y) * canvas.width + frame.left();
        for (int x = 0; x < frame.width(); x++) {
            int pixel = argb[x];
            canvas.set(at + x, pixel >> 16, pixel >> 8, pixel);
        }
        for (int x = 0; alpha != null && x < frame.width(); x++) {
            alpha[at + x] = (byte) (argb[x] >>> 24);
        }
    }

    private RgbImage image() {
        canvas.alpha = alpha;
        return canvas.image(false);
    }
}
