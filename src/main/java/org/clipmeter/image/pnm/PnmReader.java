package org.clipmeter.image.pnm;

import java.util.regex.Pattern;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.StoredPixels;
import org.clipmeter.image.reader.ByteReader;
import org.clipmeter.image.reader.Canvas;

/** Reads PBM, PGM and PPM, in binary or as text, and the gray float map, as Pillow's PpmImagePlugin does. */
public final class PnmReader {
    private static final int LONGEST_TOKEN = 10;
    private static final int GREATEST_MAXIMUM = 65_535;
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9](_?[0-9])*");
    private static final Pattern FLOAT = Pattern.compile(
            "[+-]?([0-9](_?[0-9])*\\.?|([0-9](_?[0-9])*)?\\.[0-9](_?[0-9])*)([eE][+-]?[0-9](_?[0-9])*)?");

    private final ByteReader in;
    private final char kind;
    private final int width;
    private final int height;

    private PnmReader(byte[] data) throws ImageException {
        in = new ByteReader(data, Math.min(3, data.length));
        kind = (char) data[1];
        if (data.length > 2 && !PnmText.isSpace(data[2])) {
            throw corrupt("its first two characters are not followed by white space, as in a PNM file");
        }
        long w = integer("width", token());
        long h = integer("height", token());
        Canvas.checkSize(w, h);
        width = (int) w;
        height = (int) h;
    }

    public static RgbImage read(byte[] data) throws ImageException {
        return new PnmReader(data).read();
    }

    /** Whether a file has one of these formats: a magic of two characters, then white space or a comment. */
    public static boolean matches(byte[] data) {
        if (data.length < 2 || data[0] != 'P' || "123456f".indexOf(data[1]) < 0) {
            return false;
        }
        return data.length == 2 || PnmText.isSpace(data[2]) || data[2] == '#';
    }

    /** The number of pixels that the header claims. */
    public static long claimedPixels(byte[] data) throws ImageException {
        PnmReader reader = new PnmReader(data);
        return (long) reader.width * reader.height;
    }

    private RgbImage read() throws ImageException {
        if (kind == 'f') {
            return readFloats();
        }
        if (kind == '1') {
            return readText(1);
        }
        if (kind == '4') {
            return readBits();
        }
        long maximum = integer("maximum", token());
        if (maximum < 1 || maximum > GREATEST_MAXIMUM) {
            throw corrupt("its maximum is " + maximum + ", expected 1 to " + GREATEST_MAXIMUM);
        }
        return kind <= '3' ? readText((int) maximum) : readBytes((int) maximum);
    }

    /**
     * The byte for each sample value: scaled, and rounded half to even. Gray with a maximum over 255 is first scaled to
     * 16 bits and then clipped at 255 instead of scaled back, as Pillow converts all 16-bit gray.
     */
    static byte[] levels(int maximum, boolean gray) {
        int highest = gray && maximum > 255 ? GREATEST_MAXIMUM : 255;
        byte[] levels = new byte[maximum + 1];
        for (int value = 0; value <= maximum; value++) {
            double scaled = Math.rint((double) value / maximum * highest);
            levels[value] = (byte) Math.min(255, scaled);
        }
        return levels;
    }

    /** Pillow holds gray of more than 8 bits as integers. */
    private static StoredPixels ofSamples(int maximum, boolean gray) {
        return gray && maximum > 255 ? StoredPixels.OTHER : StoredPixels.SAMPLES;
    }

    private RgbImage readText(int maximum) throws ImageException {
        int samples = kind == '3' ? 3 : 1;
        long count = (long) width * height * samples;
        long least = kind == '1' ? count : 2 * count - 1;
        if (in.remaining() < least) {
            throw tooShort(least);
        }
        Canvas canvas = Canvas.of(width, height);
        canvas.stored = kind == '1' ? StoredPixels.INDICES : ofSamples(maximum, samples == 1);
        PnmText text = new PnmText(in.data, in.at());
        byte[] levels = kind == '1' ? new byte[] {-1, 0} : levels(maximum, samples == 1);
        byte[] target = samples == 3 ? canvas.rgb : new byte[(int) count];
        if (kind == '1') {
            text.readBits(target, levels);
        } else {
            text.readNumbers(target, levels);
        }
        return samples == 3 ? canvas.image(false) : canvas.gray(target);
    }

    private RgbImage readBytes(int maximum) throws ImageException {
        boolean gray = kind == '5';
        int sampleBytes = maximum > 255 ? 2 : 1;
        long count = (long) width * height * (gray ? 1 : 3);
        need(count * sampleBytes);
        Canvas canvas = Canvas.of(width, height);
        canvas.stored = ofSamples(maximum, gray);
        byte[] target = gray ? new byte[(int) count] : canvas.rgb;
        int from = in.at();
        if (maximum == 255) {
            System.arraycopy(in.data, from, target, 0, target.length);
        } else {
            byte[] levels = levels(maximum, gray);
            for (int i = 0; i < target.length; i++) {
                int value = sampleBytes == 1 ? in.u8() : in.u16be();
                // A value over the maximum is scaled up and clipped; every such value gives the same as the maximum.
                target[i] = levels[Math.min(value, maximum)];
            }
        }
        return gray ? canvas.gray(target) : canvas.image(false);
    }

    private RgbImage readBits() throws ImageException {
        int rowBytes = (width + 7) / 8;
        need((long) rowBytes * height);
        Canvas canvas = Canvas.of(width, height);
        canvas.stored = StoredPixels.INDICES;
        for (int y = 0; y < height; y++) {
            int row = in.at() + y * rowBytes;
            for (int x = 0; x < width; x++) {
                boolean black = (in.data[row + x / 8] >> (7 - x % 8) & 1) == 1;
                canvas.setGray(y * width + x, black ? 0 : 255);
            }
        }
        return canvas.image(false);
    }

    /**
     * Reads rows from the bottom. A negative scale means that the lowest byte comes first; its size does not matter.
     */
    private RgbImage readFloats() throws ImageException {
        String scale = token();
        if (!FLOAT.matcher(scale).matches()) {
            throw corrupt("its scale is not a number");
        }
        double factor = Double.parseDouble(scale.replace("_", ""));
        if (factor == 0 || Double.isInfinite(factor)) {
            throw corrupt("its scale is " + factor);
        }
        need(4L * width * height);
        Canvas canvas = Canvas.of(width, height);
        canvas.stored = StoredPixels.OTHER;
        for (int y = height - 1; y >= 0; y--) {
            for (int x = 0; x < width; x++) {
                int bits = (int) (factor < 0 ? in.u32le() : in.u32be());
                float value = Float.intBitsToFloat(bits);
                canvas.setGray(y * width + x, value > 0 ? (int) Math.min(value, 255) : 0);
            }
        }
        return canvas.image(false);
    }

    /** The text up to the next white space. Comments are removed, even inside it. */
    private String token() throws ImageException {
        StringBuilder token = new StringBuilder();
        while (token.length() <= LONGEST_TOKEN && in.remaining() > 0) {
            int c = in.u8();
            if (c == '#') {
                while (in.remaining() > 0 && c != '\n' && c != '\r') {
                    c = in.u8();
                }
            } else if (!PnmText.isSpace(c)) {
                token.append((char) c);
            } else if (token.length() > 0) {
                break;
            }
        }
        if (token.length() == 0) {
            throw new ImageException(Reason.TRUNCATED, "the file ends early, in its header");
        }
        if (token.length() > LONGEST_TOKEN) {
            throw corrupt("its header has a word of over " + LONGEST_TOKEN + " characters");
        }
        return token.toString();
    }

    private static long integer(String what, String token) throws ImageException {
        if (!INTEGER.matcher(token).matches()) {
            throw corrupt("its " + what + " is not a number");
        }
        return Long.parseLong(token.replace("_", ""));
    }

    private void need(long bytes) throws ImageException {
        if (in.remaining() < bytes) {
            throw tooShort(bytes);
        }
    }

    private ImageException tooShort(long expected) {
        return new ImageException(
                Reason.TRUNCATED, "its pixels have " + in.remaining() + " bytes, expected " + expected);
    }

    private static ImageException corrupt(String what) {
        return new ImageException(Reason.CORRUPT, what);
    }

    /** The value of a sample written in digits, as Python's {@code int} reads it. */
    static long sample(String token) throws ImageException {
        return integer("sample", token);
    }
}
