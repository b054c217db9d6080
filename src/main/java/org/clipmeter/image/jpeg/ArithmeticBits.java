package org.clipmeter.image.jpeg;

import org.clipmeter.image.ImageException;

/** Decodes the binary decisions of arithmetic coding (annex D of the standard). */
final class ArithmeticBits {
    private static final int HALF = 0x8000;
    private static final int EVEN_ODDS = 113;

    private static final String STATE_DIGITS =
            "5a1d01812586020e11140310080b041203d8051401da061700e50719006f081c0036091e001a0a21000d0b2300060c09"
                    + "00030d0a00010d0c5a7f0f8f3f2510242cf21126207c122717b913281182142a0cef152b09a1162d072f172e055c1830"
                    + "0406193103031a3302401b3401b11c3601441d3800f51e3900b71f3b008a203c0068213e004e223f003b2320002c0921"
                    + "5ae125a5484c26403a0d27412ef12843261f29441f332a4519a82b4615182c4811772d490e742e4a0bfb2f4b09f8304d"
                    + "0861314e0706324f05cd333004de3432040f35320363363302d43734025c383501f8393601a43a3701603b3801253c39"
                    + "00f63d3a00cb3e3b00ab3f3d008f203d5b1241c14d044250412c435137d844522fe84553293c4654237947561edf4857"
                    + "1aa94957174e4a4814244b48119c4c4a0f6b4d4a0d514e4b0bb64f4d0a40304d583251d04d1c5258438e53593bdd545a"
                    + "34ee555b2eae565c299a575d25164756557059d84ca95a5f44d95b603e225c6138245d6332b45e632e17565d56a860df"
                    + "4f46616547e5626641cf63673c3d6468375e5d63523166694c0f676a4639686b415e636756276ae950e76b6c4b85676d"
                    + "55976d6e504f6b6f5a106fee55226d7059eb6ff05a1d7171";

    /**
     * Table D.3 of the standard, as
     * {@code probability << 16 | next after the more probable << 8 | next after the less probable}. The highest bit of
     * the last byte is set if the symbols change places. State 113 never changes, for even odds.
     */
    private static final int[] STATES = states();

    private final JpegSource in;
    private final byte[] even = {EVEN_ODDS};
    private long code;
    private int interval;
    private int count;

    ArithmeticBits(JpegSource in) {
        this.in = in;
    }

    void reset() {
        code = 0;
        interval = 0;
        count = -16;
    }

    int evenOdds() throws ImageException {
        return decide(even, 0);
    }

    int decide(byte[] contexts, int context) throws ImageException {
        while (interval < HALF) {
            count--;
            if (count < 0) {
                code = code << 8 | next();
                count += 8;
                if (count < 0) {
                    count++;
                    if (count == 0) {
                        interval = HALF;
                    }
                }
            }
            interval <<= 1;
        }
        int state = contexts[context];
        int entry = STATES[state & 0x7f];
        int probability = entry >>> 16;
        interval -= probability;
        long split = (long) interval << count;
        int symbol = state & 0x80;
        if (code >= split) {
            code -= split;
            boolean more = interval < probability;
            interval = probability;
            return more
                    ? moreProbable(contexts, context, symbol, entry)
                    : lessProbable(contexts, context, symbol, entry);
        }
        if (interval < HALF) {
            boolean less = interval < probability;
            return less
                    ? lessProbable(contexts, context, symbol, entry)
                    : moreProbable(contexts, context, symbol, entry);
        }
        return symbol >> 7;
    }

    private static int moreProbable(byte[] contexts, int context, int symbol, int entry) {
        contexts[context] = (byte) (symbol ^ entry >> 8 & 0xff);
        return symbol >> 7;
    }

    private static int lessProbable(byte[] contexts, int context, int symbol, int entry) {
        contexts[context] = (byte) (symbol ^ entry & 0xff);
        return symbol >> 7 ^ 1;
    }

    private int next() throws ImageException {
        if (in.marker != 0) {
            return 0;
        }
        int value = in.u8OfSameBlock();
        if (value != 0xff) {
            return value;
        }
        while (value == 0xff) {
            value = in.u8OfSameBlock();
        }
        if (value == 0) {
            return 0xff;
        }
        in.marker = value;
        return 0;
    }

    private static int[] states() {
        int[] states = new int[STATE_DIGITS.length() / 8];
        for (int i = 0; i < states.length; i++) {
            states[i] = Integer.parseUnsignedInt(STATE_DIGITS, i * 8, i * 8 + 8, 16);
        }
        return states;
    }
}
