package org.clipmeter.image;

import java.util.Arrays;

/** One channel of a VP8 picture with the border that prediction sees: 127 above, 129 at the left. */
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

    int get(int index) {
        return samples[index] & 0xff;
    }

    /** Predicts a whole square of 16 (luma) or 8 (chroma): 0 mean, 1 from above, 2 from the left, 3 gradient. */
    void predict(int at, int size, int mode, boolean hasTop, boolean hasLeft) {
        switch (mode) {
            case 0 -> fill(at, size, mean(at, size, hasTop, hasLeft));
            case 1 -> {
                for (int y = 0; y < size; y++) {
                    System.arraycopy(samples, at - stride, samples, at + y * stride, size);
                }
            }
            case 2 -> {
                for (int y = 0; y < size; y++) {
                    int row = at + y * stride;
                    Arrays.fill(samples, row, row + size, samples[row - 1]);
                }
            }
            default -> gradient(at, size);
        }
    }

    void gradient(int at, int size) {
        int corner = get(at - stride - 1);
        for (int y = 0; y < size; y++) {
            int row = at + y * stride;
            int left = get(row - 1) - corner;
            for (int x = 0; x < size; x++) {
                samples[row + x] = clip(left + get(at - stride + x));
            }
        }
    }

    private int mean(int at, int size, boolean hasTop, boolean hasLeft) {
        int shift = size == 16 ? 3 : 2;
        int sum = 0;
        if (hasTop) {
            for (int i = 0; i < size; i++) {
                sum += get(at - stride + i);
            }
            shift++;
        }
        if (hasLeft) {
            for (int i = 0; i < size; i++) {
                sum += get(at - 1 + i * stride);
            }
            shift++;
        }
        return hasTop || hasLeft ? (sum + (1 << (shift - 1))) >> shift : 128;
    }

    void fill(int at, int size, int value) {
        for (int y = 0; y < size; y++) {
            Arrays.fill(samples, at + y * stride, at + y * stride + size, (byte) value);
        }
    }

    /** Adds the inverse transform of 16 coefficients to a 4x4 block. */
    void add(int at, short[] in, int from) {
        int[] t = new int[16];
        for (int i = 0; i < 4; i++) {
            int a = in[from + i] + in[from + 8 + i];
            int b = in[from + i] - in[from + 8 + i];
            int c = small(in[from + 4 + i]) - large(in[from + 12 + i]);
            int d = large(in[from + 4 + i]) + small(in[from + 12 + i]);
            t[4 * i] = a + d;
            t[4 * i + 1] = b + c;
            t[4 * i + 2] = b - c;
            t[4 * i + 3] = a - d;
        }
        for (int i = 0; i < 4; i++) {
            int dc = t[i] + 4;
            int a = dc + t[8 + i];
            int b = dc - t[8 + i];
            int c = small(t[4 + i]) - large(t[12 + i]);
            int d = large(t[4 + i]) + small(t[12 + i]);
            int row = at + i * stride;
            samples[row] = clip(get(row) + ((a + d) >> 3));
            samples[row + 1] = clip(get(row + 1) + ((b + c) >> 3));
            samples[row + 2] = clip(get(row + 2) + ((b - c) >> 3));
            samples[row + 3] = clip(get(row + 3) + ((a - d) >> 3));
        }
    }

    private static int small(int value) {
        return (value * 35468) >> 16;
    }

    private static int large(int value) {
        return ((value * 20091) >> 16) + value;
    }

    static byte clip(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}
