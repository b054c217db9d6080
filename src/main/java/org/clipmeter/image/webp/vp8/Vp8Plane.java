package org.clipmeter.image.webp.vp8;

import java.util.Arrays;

/** One channel of a VP8 picture, with the border that prediction uses: 127 above, 129 at the left. */
final class Vp8Plane {
    final int stride;
    final byte[] samples;

    Vp8Plane(int width, int height) {
        stride = width + 1;
        samples = new byte[Math.multiplyExact(stride, height + 1)];
        Arrays.fill(samples, 0, stride, (byte) 127);
        for (int y = 1; y <= height; y++) {
            samples[y * stride] = (byte) 129;
        }
    }

    int index(int x, int y) {
        return (y + 1) * stride + x + 1;
    }

    /** Predicts a whole square of 16 (luma) or 8 (chroma). */
    void predict(int at, int size, int mode, boolean hasTop, boolean hasLeft) {
        switch (mode) {
            case Vp8Modes.MEAN -> fill(at, size, mean(at, size, hasTop, hasLeft));
            case Vp8Modes.ABOVE -> {
                for (int y = 0; y < size; y++) {
                    System.arraycopy(samples, at - stride, samples, at + y * stride, size);
                }
            }
            case Vp8Modes.LEFT -> {
                for (int y = 0; y < size; y++) {
                    int row = at + y * stride;
                    Arrays.fill(samples, row, row + size, samples[row - 1]);
                }
            }
            default -> gradient(at, size);
        }
    }

    void gradient(int at, int size) {
        byte[] s = samples;
        int above = at - stride;
        int corner = s[above - 1] & 0xff;
        for (int y = 0; y < size; y++) {
            int row = at + y * stride;
            int left = (s[row - 1] & 0xff) - corner;
            for (int x = 0; x < size; x++) {
                s[row + x] = (byte) Math.max(0, Math.min(255, left + (s[above + x] & 0xff)));
            }
        }
    }

    private int mean(int at, int size, boolean hasTop, boolean hasLeft) {
        int shift = size == 16 ? 3 : 2;
        int sum = 0;
        if (hasTop) {
            for (int i = 0; i < size; i++) {
                sum += samples[at - stride + i] & 0xff;
            }
            shift++;
        }
        if (hasLeft) {
            for (int i = 0; i < size; i++) {
                sum += samples[at - 1 + i * stride] & 0xff;
            }
            shift++;
        }
        return hasTop || hasLeft ? (sum + (1 << (shift - 1))) >> shift : 128;
    }

    void fill(int at, int size, int value) {
        fill(at, size, size, value);
    }

    void fill(int at, int width, int height, int value) {
        for (int y = 0; y < height; y++) {
            Arrays.fill(samples, at + y * stride, at + y * stride + width, (byte) value);
        }
    }
}
