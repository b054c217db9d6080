package org.clipmeter.image;

import java.util.Arrays;
import org.clipmeter.image.WebpContainer.Frame;
import org.clipmeter.image.WebpContainer.Picture;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first frame of a WebP as Pillow does with libwebp's animation decoder: on a transparent canvas, without looking at
 * profiles or the background color. Chunks of later frames are checked; their pixels are not decoded.
 */
final class WebpReader {
    private static final byte OPAQUE = (byte) 255;

    private final byte[] data;
    private final Frame frame;
    private final Canvas canvas;

    /** The alpha values of the canvas, all transparent at first; null if the file has no alpha channel. */
    private final byte @Nullable [] alpha;

    private WebpReader(byte[] data, Frame frame, Canvas canvas, boolean hasAlpha) {
        this.data = data;
        this.frame = frame;
        this.canvas = canvas;
        alpha = hasAlpha ? new byte[canvas.width * canvas.height] : null;
    }

    /** Decodes a file that starts with {@code RIFF....WEBP}. */
    static RgbImage read(byte[] data) throws ImageException {
        WebpHead head = WebpHead.ofFile(data);
        Canvas.checkSize(head.width(), head.height());
        Picture picture = WebpContainer.read(data);
        Canvas canvas = Canvas.of(picture.width(), picture.height());
        WebpReader reader = new WebpReader(data, picture.frame(), canvas, head.alpha());
        reader.decode();
        return reader.image();
    }

    private void decode() throws ImageException {
        int from = frame.image() + WebpHead.CHUNK_HEADER;
        if (ByteReader.matches(data, frame.image(), "VP8L")) {
            Vp8lDecoder.decode(data, from, frame.end(), this::put);
            return;
        }
        Vp8Decoder.decode(data, from, frame.end(), canvas, frame.left(), frame.top());
        byte[] values = null;
        if (frame.alpha() >= 0) {
            int start = frame.alpha() + WebpHead.CHUNK_HEADER;
            int end = start + (int) WebpHead.u32(data, frame.alpha() + 4);
            values = WebpAlpha.decode(data, start, end, frame.width(), frame.height());
        }
        putAlpha(values);
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

    private void putAlpha(byte @Nullable [] values) {
        for (int y = 0; alpha != null && y < frame.height(); y++) {
            int at = (frame.top() + y) * canvas.width + frame.left();
            if (values == null) {
                Arrays.fill(alpha, at, at + frame.width(), OPAQUE);
            } else {
                System.arraycopy(values, y * frame.width(), alpha, at, frame.width());
            }
        }
    }

    private RgbImage image() {
        canvas.alpha = alpha;
        return canvas.image(false);
    }
}
