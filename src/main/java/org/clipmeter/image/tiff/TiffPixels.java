package org.clipmeter.image.tiff;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.StoredPixels;
import org.clipmeter.image.reader.Canvas;
import org.clipmeter.image.reader.Palette;

/** The conversion of a TIFF's samples to RGB, for the combinations that Pillow reads. */
final class TiffPixels {
    private static final int UNSIGNED = 1;
    private static final int SIGNED = 2;
    private static final int FLOAT = 3;

    private enum Kind {
        GRAY,
        RGB,
        PREMULTIPLIED,
        PALETTE,
        CMYK
    }

    private final Kind kind;
    private final boolean littleEndian;
    private final boolean inverted;
    private final int format;
    private final int bits;
    private final int samples;
    private final int alpha;
    private final Palette palette;

    private TiffPixels(
            Kind kind,
            boolean littleEndian,
            boolean inverted,
            int format,
            int bits,
            int samples,
            int alpha,
            Palette palette) {
        this.kind = kind;
        this.littleEndian = littleEndian;
        this.inverted = inverted;
        this.format = format;
        this.bits = bits;
        this.samples = samples;
        this.alpha = alpha;
        this.palette = palette;
    }

    static TiffPixels of(
            boolean littleEndian,
            int photometric,
            long[] formats,
            long[] bitsPerSample,
            int samples,
            long[] extra,
            long[] colorMap)
            throws ImageException {
        int format = formats.length == 0 ? UNSIGNED : (int) formats[0];
        int bits = bitsPerSample.length == 0 ? 1 : (int) bitsPerSample[0];
        int colors = photometric == 5 ? 4 : photometric == 2 ? 3 : 1;
        String what = TiffNames.photometric(photometric) + ", " + samples + " samples of " + bits + " bits"
                + (format == UNSIGNED ? "" : ", sample format " + format);
        boolean counted = samples == colors + extra.length || (samples == 4 && photometric == 2);
        boolean known = photometric <= 3 || photometric == 5;
        if (!known || samples > 6 || !counted || !uniform(bitsPerSample, bits, samples)) {
            throw unsupported(what);
        }
        boolean wide = bits == 8 || bits == 16;
        if (format != UNSIGNED && (colors > 1 || photometric == 3)) {
            throw unsupported(what);
        }
        boolean premultipliedGray = colors == 1 && extra.length > 0 && extra[0] == 1; // Pillow can't convert it to RGB
        if (premultipliedGray) {
            throw unsupported(what + ", multiplied with alpha");
        }
        if (samples > 1 && !(bits == 8 || (bits == 16 && colors > 1 && samples <= 4))) {
            throw unsupported(what);
        }
        long firstExtra = extra.length == 0 ? -1 : extra[0];
        int alpha = alphaSample(photometric, samples, firstExtra);
        switch (photometric) {
            case 2, 5 -> {
                if (!wide) {
                    throw unsupported(what);
                }
                Kind kind = photometric == 5 ? Kind.CMYK : firstExtra == 1 ? Kind.PREMULTIPLIED : Kind.RGB;
                return new TiffPixels(kind, littleEndian, false, format, bits, samples, alpha, new Palette());
            }
            case 3 -> {
                if (bits > 8 || Integer.bitCount(bits) != 1 || colorMap.length < 3 << bits) {
                    throw unsupported(what + ", " + colorMap.length + " palette values");
                }
                return new TiffPixels(
                        Kind.PALETTE, littleEndian, false, format, bits, samples, alpha, palette(colorMap, 1 << bits));
            }
            default -> {
                if (!grayIsRead(photometric == 0, littleEndian, format, bits)) {
                    throw unsupported(what);
                }
                boolean inverted = photometric == 0 && bits <= 8;
                return new TiffPixels(Kind.GRAY, littleEndian, inverted, format, bits, samples, alpha, new Palette());
            }
        }
    }

    /**
     * The sample that Pillow uses as alpha, or -1. It may be associated or not; an undeclared fourth sample of RGB
     * counts too.
     */
    private static int alphaSample(int photometric, int samples, long firstExtra) {
        return switch (photometric) {
            case 1, 3 -> firstExtra == 2 ? 1 : -1;
            case 2 -> samples > 3 && firstExtra != 0 ? 3 : -1;
            default -> -1;
        };
    }

    private static boolean grayIsRead(boolean whiteIsZero, boolean littleEndian, int format, int bits) {
        return switch (bits) {
            case 1, 2, 4 -> format == UNSIGNED;
            case 8 -> format == UNSIGNED || (format == SIGNED && !whiteIsZero);
            case 16 -> whiteIsZero ? littleEndian && format == UNSIGNED : format == UNSIGNED || format == SIGNED;
            case 32 -> format == FLOAT || (!whiteIsZero && (format == SIGNED || (format == UNSIGNED && littleEndian)));
            default -> false;
        };
    }

    private static boolean uniform(long[] bitsPerSample, int bits, int samples) {
        if (bitsPerSample.length != 1 && bitsPerSample.length < samples) {
            return false;
        }
        for (int i = 0; i < Math.min(samples, bitsPerSample.length); i++) {
            if (bitsPerSample[i] != bits) {
                return false;
            }
        }
        return true;
    }

    private static Palette palette(long[] colorMap, int colors) {
        byte[] rgb = new byte[colors * 3];
        for (int i = 0; i < colors; i++) {
            for (int c = 0; c < 3; c++) {
                rgb[i * 3 + c] = (byte) (colorMap[c * colors + i] / 256);
            }
        }
        return Palette.of(rgb, 0, rgb.length, 3, 0, 2);
    }

    /** How Pillow holds such pixels. */
    StoredPixels stored() {
        boolean plain = samples == 1 || kind == Kind.GRAY && alpha >= 0;
        return switch (kind) {
            case RGB, PREMULTIPLIED -> StoredPixels.SAMPLES;
            case GRAY ->
                bits == 1 && samples == 1
                        ? StoredPixels.INDICES
                        : bits <= 8 && plain ? StoredPixels.SAMPLES : StoredPixels.OTHER;
            case PALETTE -> plain ? StoredPixels.INDICES : StoredPixels.OTHER;
            case CMYK -> StoredPixels.OTHER;
        };
    }

    boolean hasAlpha() {
        return alpha >= 0;
    }

    /** Fills the picture with samples of 0, which is the value of pixels that no strip describes. */
    void fillMissing(Canvas canvas) {
        for (int i = 0; i < canvas.width * canvas.height; i++) {
            if (kind == Kind.PALETTE) {
                palette.copy(0, canvas.rgb, i * 3);
            } else if (kind == Kind.CMYK) {
                canvas.set(i, 255, 255, 255);
            }
        }
    }

    int samples() {
        return samples;
    }

    long rowBytes(long columns, boolean separate) {
        return (columns * bits * (separate ? 1 : samples) + 7) / 8;
    }

    /** Undoes horizontal differencing in place. */
    void undoPredictor(byte[] rows, int rowBytes, boolean separate) throws ImageException {
        int step = separate ? 1 : samples;
        int bytes = bits / 8;
        if (bits < 8) {
            throw unsupported("a predictor on " + bits + " bits");
        }
        for (int row = 0; row < rows.length; row += rowBytes) {
            for (int i = row + step * bytes; i < row + rowBytes; i += bytes) {
                int carry = 0;
                for (int b = 0; b < bytes; b++) {
                    int at = i + (littleEndian ? b : bytes - 1 - b);
                    int sum = (rows[at] & 0xff) + (rows[at - step * bytes] & 0xff) + carry;
                    rows[at] = (byte) sum;
                    carry = sum >> 8;
                }
            }
        }
    }

    /**
     * Stores a row of {@code count} pixels from index {@code pixel} on, from one array per plane or one with all
     * samples.
     */
    void store(Canvas canvas, int pixel, int count, byte[][] planes, int row, int rowBytes) {
        int[] v = new int[samples];
        int start = row * rowBytes;
        for (int x = 0; x < count; x++) {
            for (int s = 0; s < samples; s++) {
                v[s] = planes.length > 1 ? sample(planes[s], start, x) : sample(planes[0], start, x * samples + s);
            }
            int at = pixel + x;
            if (canvas.alpha != null) {
                canvas.alpha[at] = (byte) v[alpha];
            }
            switch (kind) {
                case GRAY -> canvas.setGray(at, inverted ? 255 - v[0] : v[0]);
                case RGB -> canvas.set(at, v[0], v[1], v[2]);
                case PREMULTIPLIED -> canvas.set(at, divide(v[0], v[3]), divide(v[1], v[3]), divide(v[2], v[3]));
                case PALETTE -> palette.copy(v[0], canvas.rgb, at * 3);
                case CMYK -> canvas.cmyk(at, v[0], v[1], v[2], v[3]);
            }
        }
    }

    private static int divide(int color, int alpha) {
        return alpha == 0 ? 0 : Math.min(255, color * 255 / alpha);
    }

    /** A sample as Pillow sees it: an index, a level scaled to 8 bits, a high byte, or a wide gray clipped at 255. */
    private int sample(byte[] data, int start, int index) {
        if (bits < 8) {
            int bit = index * bits;
            int value = (data[start + (bit >> 3)] & 0xff) >> (8 - bits - (bit & 7)) & ((1 << bits) - 1);
            return kind == Kind.PALETTE ? value : value * (255 / ((1 << bits) - 1));
        }
        int at = start + index * (bits / 8);
        if (bits == 8) {
            return data[at] & 0xff;
        }
        if (kind != Kind.GRAY) {
            return data[littleEndian ? at + 1 : at] & 0xff;
        }
        int raw = 0;
        for (int i = 0; i < bits / 8; i++) {
            raw |= (data[at + i] & 0xff) << (8 * (littleEndian ? i : bits / 8 - 1 - i));
        }
        if (format == FLOAT) {
            float value = Float.intBitsToFloat(raw);
            return value > 0 ? (int) Math.min(value, 255) : 0;
        }
        int value = bits == 16 && format == SIGNED ? (short) raw : raw;
        return Math.max(0, Math.min(255, value));
    }

    private static ImageException unsupported(String what) {
        return new ImageException(Reason.UNSUPPORTED, "a TIFF with " + what + " is not read: convert it to PNG");
    }
}
