package org.clipmeter.image.webp.vp8l;

import java.util.ArrayList;
import java.util.List;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.reader.Canvas;
import org.clipmeter.image.webp.vp8l.Vp8lTransform.ColorIndexing;
import org.clipmeter.image.webp.vp8l.Vp8lTransform.CrossColor;
import org.clipmeter.image.webp.vp8l.Vp8lTransform.SubtractGreen;

/** Decodes a lossless WebP image, or the alpha plane of a lossy one, as libwebp does (RFC 9649, section 3). */
public final class Vp8lDecoder {
    private static final int PREDICTOR = 0;
    private static final int CROSS_COLOR = 1;
    private static final int SUBTRACT_GREEN = 2;
    private static final int MAX_CACHE_BITS = 11;

    private final Vp8lBits in;
    private final int width;
    private final int height;
    private final List<Vp8lTransform> transforms = new ArrayList<>();

    /** Receives the decoded rows from the top. */
    public interface RowConsumer {
        /** Receives {@code width} ARGB pixels, which are valid during the call only. */
        void row(int y, int[] argb);
    }

    private Vp8lDecoder(Vp8lBits in, int width, int height) {
        this.in = in;
        this.width = width;
        this.height = height;
    }

    /** The number of blocks of {@code 1 << bits} pixels that cover {@code pixels}. */
    static int blocks(int pixels, int bits) {
        return pixels + (1 << bits) - 1 >> bits;
    }

    /** Decodes the picture in {@code data[from .. end - 1]}, which starts with VP8L's header. */
    public static void decode(byte[] data, int from, int end, RowConsumer rows) throws ImageException {
        Vp8lBits in = new Vp8lBits(data, from, end);
        boolean signed = in.read(8) == 0x2f;
        int width = in.read(14) + 1;
        int height = in.read(14) + 1;
        in.flag();
        if (!signed || in.read(3) != 0 || in.ended()) {
            throw new ImageException(Reason.CORRUPT, "its VP8L chunk does not start with a VP8L header");
        }
        new Vp8lDecoder(in, width, height).decode(false, rows);
    }

    /** Decodes an alpha plane, which has no header; its values are stored as the green of the pixels. */
    public static void decodeAlpha(byte[] data, int from, int end, int width, int height, RowConsumer rows)
            throws ImageException {
        new Vp8lDecoder(new Vp8lBits(data, from, end), width, height).decode(true, rows);
    }

    private void decode(boolean alpha, RowConsumer rows) throws ImageException {
        Canvas.checkSize(width, height);
        int coded = readTransforms();
        int cacheBits = readCacheBits();
        Vp8lCodes codes = readCodes(coded, cacheBits);
        boolean lenient = alpha
                && cacheBits == 0
                && transforms.size() == 1
                && transforms.get(0) instanceof ColorIndexing
                && codes.greenOnly();
        int[] pixels = new Vp8lPixels(in, codes, coded, height, cacheBits).read(lenient);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            System.arraycopy(pixels, y * coded, row, 0, coded);
            for (int i = transforms.size() - 1; i >= 0; i--) {
                transforms.get(i).invert(y, row);
            }
            rows.row(y, row);
        }
    }

    /** Reads the transforms and returns the width of the coded picture, which is smaller if indices are packed. */
    private int readTransforms() throws ImageException {
        int coded = width;
        int seen = 0;
        while (in.flag()) {
            int type = in.read(2);
            if ((seen >> type & 1) != 0) {
                throw new ImageException(Reason.CORRUPT, "its VP8L data has the same transform twice");
            }
            seen |= 1 << type;
            if (type == PREDICTOR || type == CROSS_COLOR) {
                int bits = in.read(3) + 2;
                int[] blocks = readPart(blocks(coded, bits), blocks(height, bits));
                transforms.add(
                        type == PREDICTOR
                                ? new Vp8lPredictor(coded, bits, blocks)
                                : new CrossColor(coded, bits, blocks));
            } else if (type == SUBTRACT_GREEN) {
                transforms.add(new SubtractGreen(coded));
            } else {
                ColorIndexing indexing = ColorIndexing.of(coded, readPart(in.read(8) + 1, 1));
                transforms.add(indexing);
                coded = blocks(coded, indexing.packing());
            }
        }
        return coded;
    }

    private int readCacheBits() throws ImageException {
        if (!in.flag()) {
            return 0;
        }
        int bits = in.read(4);
        if (bits < 1 || bits > MAX_CACHE_BITS) {
            throw new ImageException(Reason.CORRUPT, "its VP8L color cache has " + bits + " bits, expected 1 to 11");
        }
        return bits;
    }

    private Vp8lCodes readCodes(int coded, int cacheBits) throws ImageException {
        if (!in.flag()) {
            return Vp8lCodes.single(in, cacheBits);
        }
        int bits = in.read(3) + 2;
        int columns = blocks(coded, bits);
        int[] groups = readPart(columns, blocks(height, bits));
        return Vp8lCodes.blocks(in, cacheBits, groups, bits, columns);
    }

    /** Reads an image inside the stream, which has no transforms and one group of prefix codes. */
    private int[] readPart(int columns, int rows) throws ImageException {
        int cacheBits = readCacheBits();
        Vp8lCodes codes = Vp8lCodes.single(in, cacheBits);
        int[] pixels = new Vp8lPixels(in, codes, columns, rows, cacheBits).read(false);
        if (in.ended()) {
            throw new ImageException(Reason.TRUNCATED, "its VP8L data ends early, before its pixels");
        }
        return pixels;
    }
}
