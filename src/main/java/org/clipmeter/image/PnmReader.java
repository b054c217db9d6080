package org.clipmeter.image;

import org.clipmeter.image.ImageException.Reason;

/** Reads binary PBM, PGM and PPM of 8 bits as Pillow's PpmImagePlugin does. */
final class PnmReader {
    private static final int MAX_DIGITS = 9;

    private PnmReader() {}

    static RgbImage read(byte[] data) throws ImageException {
        ByteReader in = new ByteReader(data, 2);
        int kind = data[1];
        int width = number(in);
        int height = number(in);
        int max = kind == '4' ? 255 : number(in);
        if (max != 255) {
            throw new ImageException(Reason.UNSUPPORTED, "a PNM with maximum " + max + ", only 255 is read");
        }
        Canvas.checkSize(width, height);
        long rowBytes = kind == '4' ? (width + 7L) / 8 : kind == '5' ? width : 3L * width;
        if (rowBytes * height > in.remaining()) {
            throw new ImageException(
                    Reason.TRUNCATED, "its pixels have " + in.remaining() + " bytes, expected " + rowBytes * height);
        }
        Canvas canvas = Canvas.of(width, height);
        if (kind == '6') {
            System.arraycopy(data, in.at(), canvas.rgb, 0, canvas.rgb.length);
            return canvas.image(false);
        }
        for (int y = 0; y < height; y++) {
            int row = in.at() + (int) (y * rowBytes);
            for (int x = 0; x < width; x++) {
                boolean black = kind == '4' && (data[row + x / 8] >> (7 - x % 8) & 1) == 1;
                canvas.grey(y * width + x, kind == '5' ? data[row + x] : black ? 0 : 255);
            }
        }
        return canvas.image(false);
    }

    /** A decimal number after white space and comments, and the one white space behind it. */
    private static int number(ByteReader in) throws ImageException {
        StringBuilder digits = new StringBuilder();
        while (true) {
            int c = in.u8();
            if (c == '#') {
                while (c != '\n' && c != '\r') {
                    c = in.u8();
                }
            } else if (c >= '0' && c <= '9' && digits.length() < MAX_DIGITS) {
                digits.append((char) c);
            } else if (c != ' ' && (c < 9 || c > 13)) {
                throw new ImageException(Reason.NOT_AN_IMAGE, "no PNG, JPEG, GIF, BMP, TIFF or WebP picture");
            } else if (digits.length() > 0) {
                return Integer.parseInt(digits.toString());
            }
        }
    }
}
