package org.clipmeter.image;

/** VP8's ten predictions of a 4x4 block (RFC 6386, section 12.3). */
final class Vp8Blocks {
    static final int DC = 0;
    static final int TM = 1;
    static final int VE = 2;
    static final int HE = 3;

    /** Neighbours from the lower left over the corner to the upper right: L K J I X A B C D E F G H. */
    private final int[] e = new int[13];

    private final Vp8Plane plane;

    Vp8Blocks(Vp8Plane plane) {
        this.plane = plane;
    }

    /** Predicts the block at {@code at}; {@code right} has the four samples above to the right from {@code rightAt} on. */
    void predict(int at, int mode, byte[] right, int rightAt) {
        int stride = plane.stride;
        for (int i = 0; i < 4; i++) {
            e[3 - i] = plane.get(at - 1 + i * stride);
            e[9 + i] = right[rightAt + i] & 0xff;
        }
        for (int i = 0; i < 5; i++) {
            e[4 + i] = plane.get(at - stride - 1 + i);
        }
        switch (mode) {
            case DC -> {
                int sum = 4;
                for (int i = 0; i < 4; i++) {
                    sum += e[i] + e[5 + i];
                }
                plane.fill(at, 4, sum >> 3);
            }
            case TM -> plane.gradient(at, 4);
            default -> {
                for (int y = 0; y < 4; y++) {
                    for (int x = 0; x < 4; x++) {
                        plane.samples[at + y * stride + x] = (byte) directional(mode, x, y);
                    }
                }
            }
        }
    }

    private int directional(int mode, int x, int y) {
        return switch (mode) {
            case VE -> three(5 + x);
            case HE -> y == 3 ? average(e[1], e[0], e[0]) : three(3 - y);
            case 4 -> x + y == 6 ? average(e[11], e[12], e[12]) : three(6 + x + y);
            case 5 -> three(4 + x - y);
            case 6 -> verticalRight(x, y);
            case 7 -> verticalLeft(x, y);
            case 8 -> horizontalDown(x, y);
            default -> horizontalUp(x, y);
        };
    }

    private int verticalRight(int x, int y) {
        int d = 2 * x - y;
        if (d < -1) {
            return three(d == -3 ? 2 : 3);
        }
        return d == -1 ? three(4) : d % 2 == 0 ? two(4 + d / 2) : three(4 + (d + 1) / 2);
    }

    private int verticalLeft(int x, int y) {
        if (y == 3 && x == 3) {
            return three(11);
        }
        if (x == 3 && y == 2) {
            return three(10);
        }
        return y % 2 == 0 ? two(5 + x + y / 2) : three(6 + x + y / 2);
    }

    private int horizontalDown(int x, int y) {
        int d = 2 * y - x;
        if (d < -1) {
            return three(d == -3 ? 6 : 5);
        }
        return d == -1 ? three(4) : d % 2 == 0 ? two(3 - d / 2) : three(4 - (d + 1) / 2);
    }

    private int horizontalUp(int x, int y) {
        int d = x + 2 * y;
        if (d > 5) {
            return e[0];
        }
        if (d == 5) {
            return average(e[1], e[0], e[0]);
        }
        return d % 2 == 0 ? two(2 - d / 2) : three(2 - d / 2);
    }

    /** The mean of neighbours i and i + 1. */
    private int two(int i) {
        return (e[i] + e[i + 1] + 1) >> 1;
    }

    /** The weighted mean of neighbours i - 1, i, i + 1. */
    private int three(int i) {
        return average(e[i - 1], e[i], e[i + 1]);
    }

    private static int average(int a, int b, int c) {
        return (a + 2 * b + c + 2) >> 2;
    }
}
