package org.clipmeter.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.clipmeter.image.ImageException.Reason;

/** Reads the first frame of a WebP as libwebp's animation decoder does: profile, alpha and background ignored. */
final class WebpReader {
    private static final int HEADER = 12;

    /** Zeros behind the data: the lossless decoder fills its bit buffer past what it needs. */
    private static final int SLACK = 16;

    private final ByteReader in;
    private int end;

    private WebpReader(byte[] data) {
        in = new ByteReader(data, 4);
    }

    static RgbImage read(byte[] data) throws ImageException {
        return new WebpReader(data).read();
    }

    private RgbImage read() throws ImageException {
        long riffEnd = in.u32le() + 8;
        if (riffEnd > in.data.length) {
            throw new ImageException(
                    Reason.TRUNCATED, "the file ends early: it has " + in.data.length + " bytes, expected " + riffEnd);
        }
        end = (int) riffEnd;
        in.seek(HEADER);
        Chunk first = chunk();
        if (!first.is("VP8X")) {
            return bitstream(first).image(false);
        }
        if (first.length() < 10) {
            throw corrupt("its VP8X chunk has " + first.length() + " bytes");
        }
        ByteReader header = new ByteReader(in.data, first.from());
        boolean animated = (header.u8() & 2) != 0;
        header.skip(3);
        long width = u24(header) + 1;
        long height = u24(header) + 1;
        Canvas.checkSize(width, height);
        while (true) {
            Chunk chunk = chunk();
            if (animated && chunk.is("ANMF")) {
                return frame(chunk, width, height);
            }
            if (!animated && chunk.isBitstream()) {
                Canvas canvas = bitstream(chunk);
                if (canvas.width != width || canvas.height != height) {
                    throw corrupt("its picture is not as large as its header says");
                }
                return canvas.image(false);
            }
        }
    }

    /** The first frame of an animation, on a black canvas. */
    private RgbImage frame(Chunk anmf, long width, long height) throws ImageException {
        in.seek(anmf.from());
        long left = 2 * u24(in);
        long top = 2 * u24(in);
        in.skip(10);
        end = anmf.from() + anmf.length();
        Chunk chunk = chunk();
        while (!chunk.isBitstream()) {
            chunk = chunk();
        }
        Canvas frame = bitstream(chunk);
        if (left + frame.width > width || top + frame.height > height) {
            throw corrupt("its first frame leaves the picture");
        }
        if (frame.width == width && frame.height == height) {
            return frame.image(false);
        }
        Canvas canvas = Canvas.of(width, height);
        for (int y = 0; y < frame.height; y++) {
            int to = (int) ((top + y) * width + left) * 3;
            System.arraycopy(frame.rgb, y * frame.width * 3, canvas.rgb, to, frame.width * 3);
        }
        return canvas.image(false);
    }

    private Canvas bitstream(Chunk chunk) throws ImageException {
        int stop = chunk.from() + chunk.length();
        if (chunk.is("VP8 ")) {
            return Vp8Decoder.decode(in.data, chunk.from(), stop);
        }
        if (!chunk.is("VP8L")) {
            throw corrupt("it starts with an unknown chunk");
        }
        return lossless(chunk);
    }

    private Canvas lossless(Chunk chunk) throws ImageException {
        ByteReader header = new ByteReader(in.data, chunk.from());
        if (chunk.length() < 5 || header.u8() != 0x2f) {
            throw corrupt("its VP8L chunk is no picture");
        }
        long bits = header.u32le();
        long width = (bits & 0x3fff) + 1;
        long height = (bits >> 14 & 0x3fff) + 1;
        Canvas.checkSize(width, height);
        int padded = chunk.length() + (chunk.length() & 1) + SLACK;
        ByteBuffer bare = ByteBuffer.allocate(HEADER + 8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        bare.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(4 + 8 + padded);
        bare.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(chunk.length());
        bare.put(in.data, chunk.from(), chunk.length());
        ImageReader reader = new WebPImageReaderSpi().createReaderInstance("");
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bare.array()))) {
            reader.setInput(stream, true, true);
            BufferedImage image = reader.read(0);
            Canvas canvas = Canvas.of(width, height);
            int[] row = new int[canvas.width * image.getRaster().getNumBands()];
            int bands = image.getRaster().getNumBands();
            for (int y = 0; y < canvas.height; y++) {
                image.getRaster().getPixels(0, y, canvas.width, 1, row);
                for (int x = 0; x < canvas.width; x++) {
                    canvas.set(y * canvas.width + x, row[x * bands], row[x * bands + 1], row[x * bands + 2]);
                }
            }
            return canvas;
        } catch (IOException e) {
            throw new ImageException(Reason.CORRUPT, "its lossless data can't be decoded: " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    /** The next chunk; the reader moves behind it. */
    private Chunk chunk() throws ImageException {
        if (end - in.at() < 8) {
            throw new ImageException(Reason.TRUNCATED, "the file ends early, without image data");
        }
        int at = in.at();
        in.skip(4);
        long length = in.u32le();
        if (length > end - in.at()) {
            throw new ImageException(Reason.TRUNCATED, "a chunk at offset " + at + " is cut short");
        }
        Chunk chunk = new Chunk(new String(in.data, at, 4, StandardCharsets.ISO_8859_1), in.at(), (int) length);
        in.seek(Math.min(end, in.at() + length + (length & 1)));
        return chunk;
    }

    private static long u24(ByteReader in) throws ImageException {
        return in.u16le() | (long) in.u8() << 16;
    }

    private static ImageException corrupt(String what) {
        return new ImageException(Reason.CORRUPT, what);
    }

    /** A RIFF chunk's name and content. */
    private record Chunk(String name, int from, int length) {
        boolean is(String other) {
            return name.equals(other);
        }

        boolean isBitstream() {
            return is("VP8 ") || is("VP8L");
        }
    }
}
