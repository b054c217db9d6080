package org.clipmeter.image.png;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.reader.ByteReader;
import org.clipmeter.image.reader.Palette;
import org.jspecify.annotations.Nullable;

/** The content of a PNG's chunks other than pixels, and Pillow's checks of them. */
final class PngHeader {
    private static final int MAX_TEXT = 1 << 20;
    private static final int MAX_ALL_TEXT = 64 * MAX_TEXT;

    long width;
    long height;
    boolean interlaced;

    @Nullable
    Palette palette;

    @Nullable
    PngTransparency transparency;

    /** The part of the picture that an APNG's first frame covers: left, top, width, height. */
    long @Nullable [] frame;

    private @Nullable PngFormat format;
    private long frames;
    private boolean animated;
    private long sequence = -1;
    private long text;

    PngFormat format() throws ImageException {
        if (format == null) {
            throw corrupt("its IHDR chunk is missing, or its bit depth and color type are not a PNG's");
        }
        return format;
    }

    /** Must be called at the first chunk of pixels: an animation that is declared later does not count. */
    void startPixels() {
        boolean hasFrameBesides = frames > 0 && frame == null;
        animated = frames > 1 || hasFrameBesides;
    }

    /** Whether there are more frames than the first, or the picture is not part of the animation. */
    boolean animated() {
        return animated;
    }

    void accept(String chunk, byte[] data, int from, int length) throws ImageException {
        ByteReader in = new ByteReader(data, from);
        switch (chunk) {
            case "IHDR" -> header(in, length);
            case "PLTE" -> {
                if (length > 768 && format != null && format.palette()) {
                    throw corrupt("its palette has " + length + " bytes, expected at most 768");
                }
                palette = Palette.of(data, from, length, 3, 0, 2);
            }
            case "tRNS" -> {
                atLeast(chunk, length, transparencyBytes());
                if (format != null && !format.alpha()) {
                    transparency = new PngTransparency(format, Arrays.copyOfRange(data, from, from + length));
                }
            }
            case "gAMA" -> atLeast(chunk, length, 4);
            case "cHRM" -> atLeast(chunk, length, 32);
            case "sRGB" -> atLeast(chunk, length, 1);
            case "pHYs" -> atLeast(chunk, length, 9);
            case "acTL" -> {
                atLeast(chunk, length, 8);
                long count = in.u32be();
                frames = frames != 0 || count > 0x80000000L ? 0 : count;
            }
            case "fcTL" -> frameControl(in, length);
            case "iCCP" -> compressed(chunk, data, from, length);
            case "tEXt" -> addText(length);
            case "zTXt" -> compressed(chunk, data, from, length);
            case "iTXt" -> international(data, from, length);
            default -> {}
        }
    }

    /** Reads the sequence number before the data of an fdAT chunk; a frame control must come before it. */
    void frameData(ByteReader in, long length) throws ImageException {
        if (length < 4) {
            throw corrupt("its fdAT chunk has " + length + " bytes, expected at least 4");
        }
        if (sequence < 0 || in.u32be() != ++sequence) {
            throw corrupt("its animation frames are out of sequence");
        }
    }

    private void header(ByteReader in, int length) throws ImageException {
        atLeast("IHDR", length, 13);
        width = in.u32be();
        height = in.u32be();
        int depth = in.u8();
        int colorType = in.u8();
        for (PngFormat candidate : PngFormat.values()) {
            if (candidate.depth == depth && candidate.colorType == colorType) {
                format = candidate;
            }
        }
        in.skip(1);
        if (in.u8() != 0) {
            throw corrupt("its IHDR chunk asks for an unknown filter method");
        }
        interlaced |= in.u8() != 0;
    }

    private int transparencyBytes() {
        if (format == null || format.palette() || format.colorType >= 4) {
            return 0;
        }
        return format.color() ? (format == PngFormat.RGB_8 || format == PngFormat.RGB_16 ? 6 : 0) : 2;
    }

    private void frameControl(ByteReader in, int length) throws ImageException {
        atLeast("fcTL", length, 26);
        if (in.u32be() != ++sequence) {
            throw corrupt("its animation frames are out of sequence");
        }
        long w = in.u32be();
        long h = in.u32be();
        long x = in.u32be();
        long y = in.u32be();
        if (x + w > width || y + h > height) {
            throw corrupt("an animation frame leaves the picture");
        }
        frame = new long[] {x, y, w, h};
    }

    private void compressed(String chunk, byte[] data, int from, int length) throws ImageException {
        int end = from + length;
        int zero = indexOfZero(data, from, end);
        if (chunk.equals("iCCP")) {
            // Without a zero Pillow's find gives -1, and so the first byte counts as the method.
            int method = zero < 0 ? from : zero + 1;
            if (method >= end || data[method] != 0) {
                throw corrupt("its iCCP chunk has an unknown compression method");
            }
            inflateBounded(chunk, data, method + 1, end);
            return;
        }
        if (zero < 0 || zero + 1 >= end) {
            return;
        }
        if (data[zero + 1] != 0) {
            throw corrupt("its zTXt chunk has an unknown compression method");
        }
        addText(inflateBounded(chunk, data, zero + 2, end));
    }

    private void international(byte[] data, int from, int length) throws ImageException {
        int end = from + length;
        int key = indexOfZero(data, from, end);
        if (key < 0 || end - key - 1 < 2) {
            return;
        }
        int language = indexOfZero(data, key + 3, end);
        int translated = language < 0 ? -1 : indexOfZero(data, language + 1, end);
        if (translated < 0) {
            return;
        }
        if (data[key + 1] == 0) {
            addText(end - translated - 1);
        } else if (data[key + 2] == 0) {
            addText(inflateBounded("iTXt", data, translated + 1, end));
        }
    }

    private void addText(int length) throws ImageException {
        text += length;
        if (text > MAX_ALL_TEXT) {
            throw corrupt("its text chunks hold over " + MAX_ALL_TEXT + " bytes");
        }
    }

    /** The inflated length, at most 1 MiB. A broken stream counts as empty, as in Pillow. */
    private static int inflateBounded(String chunk, byte[] data, int from, int end) throws ImageException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(data, from, end - from);
            byte[] sink = new byte[8192];
            int total = 0;
            while (total < MAX_TEXT) {
                int count = inflater.inflate(sink, 0, Math.min(sink.length, MAX_TEXT - total));
                if (count == 0) {
                    return total;
                }
                total += count;
            }
            if (!inflater.finished() && inflater.getRemaining() > 0) {
                throw corrupt("its " + chunk + " chunk inflates to over " + MAX_TEXT + " bytes");
            }
            return total;
        } catch (DataFormatException e) {
            return 0;
        } finally {
            inflater.end();
        }
    }

    private static int indexOfZero(byte[] data, int from, int end) {
        for (int i = from; i < end; i++) {
            if (data[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private static void atLeast(String chunk, int length, int expected) throws ImageException {
        if (length < expected) {
            throw corrupt("its " + chunk + " chunk has " + length + " bytes, expected " + expected);
        }
    }

    private static ImageException corrupt(String what) {
        return new ImageException(Reason.CORRUPT, what);
    }
}
