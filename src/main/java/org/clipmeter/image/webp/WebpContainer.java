package org.clipmeter.image.webp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.reader.ByteReader;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first frame in a WebP file (RFC 9649, section 2) as libwebp's demuxer does, which reads the chunks of the
 * whole file and refuses the file for any bad chunk.
 */
final class WebpContainer {
    private static final int VALID_FLAGS = 0x3e;
    private static final int FRAME_CHUNK = 16;
    private static final int ANIM_CHUNK = 6;

    private final byte[] data;
    private final int end;
    private int at = WebpHead.RIFF_HEADER;
    private boolean extended;
    private boolean animated;
    private boolean alphaFlag;
    private int width;
    private int height;
    private @Nullable Frame first;

    /**
     * An image inside the canvas.
     *
     * @param alpha the offset of its ALPH chunk, or -1
     * @param image the offset of its VP8 or VP8L chunk, or -1
     * @param end the offset after its data, including padding
     */
    record Frame(int left, int top, int width, int height, int alpha, int image, int end) {
        private boolean found() {
            return alpha >= 0 || image >= 0;
        }
    }

    /** The canvas and the first frame on it. */
    record Picture(int width, int height, Frame frame) {}

    private WebpContainer(byte[] data, int end) {
        this.data = data;
        this.end = end;
    }

    static Picture read(byte[] data) throws ImageException {
        long end = WebpHead.u32(data, 4) + 8;
        if (end > data.length) {
            throw WebpHead.truncated("the file ends early: it has " + data.length + " bytes, expected " + end);
        }
        return new WebpContainer(data, (int) end).read();
    }

    private Picture read() throws ImageException {
        if (ByteReader.matches(data, at, "VP8X")) {
            readExtended();
        } else {
            readSingle();
        }
        if (first == null) {
            throw WebpHead.truncated("the file ends early, without image data");
        }
        return new Picture(width, height, first);
    }

    private void readExtended() throws ImageException {
        extended = true;
        int size = chunkSize();
        if (size < 10) {
            throw WebpHead.corrupt("its VP8X chunk has " + size + " bytes, expected 10");
        }
        int flags = data[at + 8] & 0xff;
        animated = (flags & WebpHead.ANIMATION) != 0;
        alphaFlag = (flags & WebpHead.ALPHA) != 0;
        width = WebpHead.u24(data, at + 12) + 1;
        height = WebpHead.u24(data, at + 15) + 1;
        if ((flags & ~VALID_FLAGS) != 0) {
            throw WebpHead.corrupt("its VP8X chunk has unknown flags: " + flags);
        }
        at += WebpHead.CHUNK_HEADER + size;
        boolean loops = false;
        do {
            int chunk = at;
            int length = chunkSize();
            String name = name(chunk);
            if (name.equals("VP8X")) {
                throw WebpHead.corrupt("it has two VP8X chunks");
            } else if (List.of("ALPH", "VP8 ", "VP8L").contains(name)) {
                if (loops || animated) {
                    throw WebpHead.corrupt("it is an animation with a picture outside of its frames");
                }
                readSingle();
            } else if (name.equals("ANMF")) {
                if (!loops) {
                    throw WebpHead.corrupt("it has a frame before its ANIM chunk");
                }
                readFrame(length);
            } else {
                if (name.equals("ANIM")) {
                    if (length < ANIM_CHUNK) {
                        throw WebpHead.corrupt("its ANIM chunk has " + length + " bytes, expected " + ANIM_CHUNK);
                    }
                    loops = true;
                }
                at = chunk + WebpHead.CHUNK_HEADER + length;
            }
        } while (at != end);
    }

    /** Reads the picture of a file that is not animated. */
    private void readSingle() throws ImageException {
        if (first != null) {
            throw WebpHead.corrupt("it has two pictures and is not an animation");
        }
        Frame frame = readImage(0, 0, 0, 0);
        if (frame.image < 0) {
            throw WebpHead.corrupt(
                    frame.alpha < 0 ? "it starts with an unknown chunk" : "its ALPH chunk has no picture");
        }
        if (alphaFlag && frame.alpha > frame.image) {
            throw WebpHead.corrupt("its ALPH chunk follows the picture");
        }
        if (!extended) {
            width = frame.width;
            height = frame.height;
        } else if (frame.width != width || frame.height != height) {
            throw WebpHead.corrupt("its picture is not as large as its header says");
        }
        first = alphaFlag
                ? frame
                : new Frame(frame.left, frame.top, frame.width, frame.height, -1, frame.image, frame.end);
    }

    /** Reads a frame of an animation. Chunks after its own count as chunks of the file. */
    private void readFrame(int length) throws ImageException {
        if (length < FRAME_CHUNK) {
            throw WebpHead.corrupt("a frame at offset " + at + " has " + length + " bytes");
        }
        int from = at + WebpHead.CHUNK_HEADER;
        at = from + FRAME_CHUNK;
        if (end - at < WebpHead.CHUNK_HEADER) {
            throw WebpHead.truncated("a frame at offset " + (from - WebpHead.CHUNK_HEADER) + " is cut short");
        }
        int left = 2 * WebpHead.u24(data, from);
        int top = 2 * WebpHead.u24(data, from + 3);
        long claimedWidth = WebpHead.u24(data, from + 6) + 1L;
        long claimedHeight = WebpHead.u24(data, from + 9) + 1L;
        if (claimedWidth * claimedHeight > 0xffffffffL) {
            throw WebpHead.corrupt("a frame says " + claimedWidth + " x " + claimedHeight + " pixels");
        }
        Frame frame = readImage(left, top, (int) claimedWidth, (int) claimedHeight);
        if (at > from + length) {
            throw WebpHead.corrupt("a frame at offset " + (from - WebpHead.CHUNK_HEADER) + " is longer than its chunk");
        }
        if (!animated || !frame.found()) {
            return;
        }
        if (frame.image < 0 || frame.alpha > frame.image) {
            throw WebpHead.corrupt("a frame has an ALPH chunk that no picture follows");
        }
        if ((long) frame.left + frame.width > width || (long) frame.top + frame.height > height) {
            throw WebpHead.corrupt("a frame leaves the picture");
        }
        if (first == null) {
            first = frame;
        }
    }

    /** Reads at most one ALPH and one image chunk, and stops before any other chunk. */
    private Frame readImage(int left, int top, int claimedWidth, int claimedHeight) throws ImageException {
        int alpha = -1;
        int image = -1;
        int imageEnd = -1;
        int frameWidth = claimedWidth;
        int frameHeight = claimedHeight;
        while (true) {
            int chunk = at;
            int length = chunkSize();
            int behind = chunk + WebpHead.CHUNK_HEADER + length;
            String name = name(chunk);
            if (name.equals("ALPH") && alpha < 0) {
                alpha = chunk;
            } else if (name.equals("VP8L") && alpha >= 0) {
                throw WebpHead.corrupt("it has an ALPH chunk before lossless data");
            } else if (WebpHead.isImage(data, chunk) && image < 0) {
                WebpHead head = WebpHead.ofImage(data, chunk, behind, 0);
                frameWidth = head.width();
                frameHeight = head.height();
                image = chunk;
                imageEnd = behind;
            } else {
                return new Frame(left, top, frameWidth, frameHeight, alpha, image, imageEnd);
            }
            at = behind;
            if (at == end) {
                return new Frame(left, top, frameWidth, frameHeight, alpha, image, imageEnd);
            }
        }
    }

    /** The padded size of the chunk at the current offset; fails if it is not within the file. */
    private int chunkSize() throws ImageException {
        if (end - at < WebpHead.CHUNK_HEADER) {
            throw WebpHead.truncated("the file ends early, in the chunk at offset " + at);
        }
        long size = WebpHead.u32(data, at + 4);
        if (size + (size & 1) > end - at - WebpHead.CHUNK_HEADER) {
            throw WebpHead.truncated("the chunk at offset " + at + " is cut short");
        }
        return (int) (size + (size & 1));
    }

    private String name(int chunk) {
        return new String(data, chunk, 4, StandardCharsets.ISO_8859_1);
    }
}
