package org.clipmeter.image.webp.vp8;

/** VP8's ten predictions of a 4x4 block (RFC 6386, section 12.3). */
final class Vp8Blocks {
    static final int DC = 0;
    static final int TM = 1;
    static final int VE = 2;
    static final int HE = 3;
    private static final int DOWN_LEFT = 4;
    private static final int DOWN_RIGHT = 5;
    private static final int VERTICAL_RIGHT = 6;
    private static final int VERTICAL_LEFT = 7;
    private static final int HORIZONTAL_DOWN = 8;

    /** Neighbors from the lower left around the corner to the upper right: L K J I X A B C D E F G H. */
    private final int[] e = new int[13];

    /** Predicted samples; each row of the block is a section of this array. */
    private final byte[] line = new byte[10];

    private final Vp8Plane plane;

    Vp8Blocks(Vp8Plane plane) {
        this.plane = plane;
    }

    /**
     * Predicts the block at {@code at}; {@code right} has the four samples above right, starting at {@code rightAt}.
     */
    void predict(int at, int mode, byte[] right, int rightAt) {
        byte[] samples = plane.samples;
        int stride = plane.stride;
        if (mode == TM) {
            plane.gradient(at, 4);
            return;
        }
        for (int i = 0; i < 4; i++) {
            e[3 - i] = samples[at - 1 + i * stride] & 0xff;
            e[5 + i] = samples[at - stride + i] & 0xff;
            e[9 + i] = right[rightAt + i] & 0xff;
        }
        e[4] = samples[at - stride - 1] & 0xff;
        switch (mode) {
            case DC -> plane.fill(at, 4, e[0] + e[1] + e[2] + e[3] + e[5] + e[6] + e[7] + e[8] + 4 >> 3);
            case VE -> {
                threes(0, 5, 4);
                rows(at, 0, 0, 0, 0);
            }
            case HE -> {
                for (int y = 0; y < 4; y++) {
                    plane.fill(at + y * stride, 4, 1, y == 3 ? average(e[1], e[0], e[0]) : three(3 - y));
                }
            }
            case DOWN_LEFT -> {
                threes(0, 6, 6);
                line[6] = (byte) average(e[11], e[12], e[12]);
                rows(at, 0, 1, 2, 3);
            }
            case DOWN_RIGHT -> {
                threes(0, 1, 7);
                rows(at, 3, 2, 1, 0);
            }
            case VERTICAL_RIGHT -> {
                line[0] = (byte) three(3);
                twos(1, 4, 4);
                threes(5, 2, 1);
                threes(6, 4, 4);
                rows(at, 1, 6, 0, 5);
            }
            case VERTICAL_LEFT -> {
                twos(0, 5, 4);
                line[4] = (byte) three(10);
                threes(5, 6, 4);
                line[9] = (byte) three(11);
                rows(at, 0, 5, 1, 6);
            }
            case HORIZONTAL_DOWN -> {
                for (int i = 0; i < 4; i++) {
                    line[2 * i] = (byte) two(i);
                    line[2 * i + 1] = (byte) three(i + 1);
                }
                threes(8, 5, 2);
                rows(at, 6, 4, 2, 0);
            }
            default -> {
                for (int i = 0; i < 3; i++) {
                    line[2 * i] = (byte) two(2 - i);
                    line[2 * i + 1] = (byte) (i == 2 ? average(e[1], e[0], e[0]) : three(2 - i));
                    line[6 + i] = (byte) e[0];
                }
                line[9] = (byte) e[0];
                rows(at, 0, 2, 4, 6);
            }
        }
    }

    /** Copies four sections of the line to the four rows. */
    private void rows(int at, int first, int second, int third, int fourth) {
        row(at, first);
        row(at + plane.stride, second);
        row(at + 2 * plane.stride, third);
        row(at + 3 * plane.stride, fourth);
    }

    private void row(int at, int from) {
        byte[] samples = plane.samples;
        samples[at] = line[from];
        samples[at + 1] = line[from + 1];
        samples[at + 2] = line[from + 2];
        samples[at + 3] = line[from + 3];
    }

    /** Means of neighbors i and i + 1, for {@code count} values of i. */
    private void twos(int to, int from, int count) {
        for (int i = 0; i < count; i++) {
            line[to + i] = (byte) two(from + i);
        }
    }

    /** Weighted means of neighbors i - 1, i and i + 1, for {@code count} values of i. */
    private void threes(int to, int from, int count) {
        for (int i = 0; i < count; i++) {
            line[to + i] = (byte) three(from + i);
        }
    }

    private int two(int i) {
        return e[i] + e[i + 1] + 1 >> 1;
    }

    private int three(int i) {
        return average(e[i - 1], e[i], e[i + 1]);
    }

    private static int average(int a, int b, int c) {
        return a + 2 * b + c + 2 >> 2;
    }
}
