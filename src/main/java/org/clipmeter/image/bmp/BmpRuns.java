package org.clipmeter.image.bmp;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.reader.ByteReader;

/** Decodes BMP's run lengths to one index per pixel, in file order, as Pillow's BmpRleDecoder does. */
final class BmpRuns {
    private final ByteReader in;
    private final int width;
    private final boolean nibbles;
    private final byte[] out;
    private int count;
    private int x;

    BmpRuns(ByteReader in, int width, int height, boolean nibbles) {
        this.in = in;
        this.width = width;
        this.nibbles = nibbles;
        this.out = new byte[width * height];
    }

    byte[] decode() throws ImageException {
        while (count < out.length && in.remaining() >= 2) {
            int pixels = in.u8();
            int value = in.u8();
            if (pixels != 0) {
                run(pixels, value);
            } else if (value == 0) {
                count += (width - count % width) % width;
                x = 0;
            } else if (value == 1) {
                break;
            } else if (value == 2 ? !jump() : !literal(value)) {
                break;
            }
        }
        if (count < out.length) {
            throw new ImageException(
                    Reason.TRUNCATED, "its run lengths give " + count + " pixels, expected " + out.length);
        }
        return out;
    }

    private void run(int pixels, int value) {
        int length = x + pixels > width ? Math.max(0, width - x) : pixels;
        for (int i = 0; i < length; i++) {
            put(!nibbles ? value : i % 2 == 0 ? value >> 4 : value & 15);
        }
        x += length;
    }

    private boolean jump() throws ImageException {
        if (in.remaining() < 2) {
            return false;
        }
        int right = in.u8();
        long skipped = right + (long) in.u8() * width;
        count += (int) Math.min(out.length - count, skipped);
        x = count % width;
        return true;
    }

    private boolean literal(int pixels) throws ImageException {
        int length = Math.min(out.length - count, pixels);
        int bytes = nibbles ? (length + 1) / 2 : length;
        int available = Math.min(bytes, in.remaining());
        for (int i = 0; i < available; i++) {
            int value = in.u8();
            put(nibbles ? value >> 4 : value);
            if (nibbles && i * 2 + 1 < length) {
                put(value & 15);
            }
        }
        if (available < bytes || count == out.length) {
            return false;
        }
        x += pixels;
        if (in.at() % 2 != 0 && in.remaining() > 0) {
            in.skip(1);
        }
        return true;
    }

    private void put(int value) {
        if (count < out.length) {
            out[count++] = (byte) value;
        }
    }
}
