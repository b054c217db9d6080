package org.clipmeter.image.jpeg;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.jpeg.samples.JpegComponent;
import org.clipmeter.image.jpeg.samples.JpegIdct;

/** Decodes arithmetic-coded scans, sequential and progressive. */
final class JpegArithmetic implements JpegEntropy {
    private static final int SLOTS = 16;
    private static final int DC_CONTEXTS = 64;
    private static final int AC_CONTEXTS = 256;

    /**
     * Where the contexts begin: of a DC magnitude's exponent, and of an AC magnitude's exponent below and above the
     * limit.
     */
    private static final int DC_EXPONENT = 20;

    private static final int AC_EXPONENT_LOW = 189;
    private static final int AC_EXPONENT_HIGH = 217;
    private static final int TO_BITS = 14;
    private static final int TOO_LARGE = 0x8000;

    private final JpegSource in;
    private final JpegHeader header;
    private final ArithmeticBits bits;
    private final byte[][] dc = new byte[SLOTS][DC_CONTEXTS];
    private final byte[][] ac = new byte[SLOTS][AC_CONTEXTS];
    private JpegScan scan = new JpegScan(List.of(), 0, 0, 0, 0);
    private boolean progressive;
    private boolean failed;
    private int restarts;

    JpegArithmetic(JpegSource in, JpegHeader header) {
        this.in = in;
        this.header = header;
        bits = new ArithmeticBits(in);
    }

    @Override
    public void start(JpegScan scan) throws ImageException {
        this.scan = scan;
        progressive = Objects.requireNonNull(header.frame).progressive;
        if (progressive) {
            JpegProgressive.check(scan, header, in);
        } else if (scan.first() != 0 || scan.last() != 63 || scan.bitsBefore() != 0 || scan.bitsAfter() != 0) {
            in.damaged = true;
        }
        restarts = 0;
        reset();
    }

    @Override
    public void restart(JpegScan scan) throws ImageException {
        in.restart(restarts);
        restarts = restarts + 1 & 7;
        reset();
    }

    private void reset() {
        for (JpegComponent component : scan.components()) {
            if (!progressive || scan.first() == 0 && !scan.refines()) {
                Arrays.fill(dc[component.dcTable], (byte) 0);
                component.prediction = 0;
                component.dcContext = 0;
            }
            if (!progressive || scan.first() > 0) {
                Arrays.fill(ac[component.acTable], (byte) 0);
            }
        }
        failed = false;
        bits.reset();
    }

    @Override
    public boolean ready() {
        return !failed;
    }

    @Override
    public long block(JpegComponent component, short[] coefficients, int at) throws ImageException {
        if (failed) {
            return 1;
        }
        if (!progressive) {
            if (dc(component)) {
                coefficients[at] = (short) component.prediction;
                ac(component, coefficients, at, 1, 63, 0);
            }
            return JpegIdct.nonzero(coefficients, at, Objects.requireNonNull(component.quantization));
        }
        if (scan.first() > 0) {
            if (scan.refines()) {
                refineAc(component, coefficients, at);
            } else {
                ac(component, coefficients, at, scan.first(), scan.last(), scan.bitsAfter());
            }
        } else if (scan.refines()) {
            if (bits.evenOdds() != 0) {
                coefficients[at] |= (short) (1 << scan.bitsAfter());
            }
        } else if (dc(component)) {
            coefficients[at] = (short) (component.prediction << scan.bitsAfter());
        }
        return JpegIdct.LARGE;
    }

    private boolean fail() {
        failed = true;
        in.damaged = true;
        return false;
    }

    /** Decodes a DC difference; false if the data is damaged. */
    private boolean dc(JpegComponent component) throws ImageException {
        int slot = component.dcTable;
        byte[] contexts = dc[slot];
        int context = component.dcContext;
        if (bits.decide(contexts, context) == 0) {
            component.dcContext = 0;
            return true;
        }
        int sign = bits.decide(contexts, context + 1);
        context += 2 + sign;
        int size = bits.decide(contexts, context);
        if (size != 0) {
            context = DC_EXPONENT;
            while (bits.decide(contexts, context) != 0) {
                size <<= 1;
                if (size == TOO_LARGE) {
                    return fail();
                }
                context++;
            }
        }
        if (size < 1 << header.arithmeticDcLow[slot] >> 1) {
            component.dcContext = 0;
        } else {
            component.dcContext = (size > 1 << header.arithmeticDcHigh[slot] >> 1 ? 12 : 4) + sign * 4;
        }
        int value = magnitude(contexts, context + TO_BITS, size);
        component.prediction = component.prediction + (sign != 0 ? -value : value) & 0xffff;
        return true;
    }

    private int magnitude(byte[] contexts, int context, int size) throws ImageException {
        int value = size;
        for (int bit = size >> 1; bit != 0; bit >>= 1) {
            if (bits.decide(contexts, context) != 0) {
                value |= bit;
            }
        }
        return value + 1;
    }

    private boolean ac(JpegComponent component, short[] coefficients, int at, int first, int last, int shift)
            throws ImageException {
        int slot = component.acTable;
        byte[] contexts = ac[slot];
        for (int k = first; k <= last; k++) {
            int context = 3 * (k - 1);
            if (bits.decide(contexts, context) != 0) {
                break;
            }
            while (bits.decide(contexts, context + 1) == 0) {
                context += 3;
                k++;
                if (k > last) {
                    return fail();
                }
            }
            int sign = bits.evenOdds();
            context += 2;
            int size = bits.decide(contexts, context);
            if (size != 0 && bits.decide(contexts, context) != 0) {
                size <<= 1;
                context = k <= header.arithmeticAcLimit[slot] ? AC_EXPONENT_LOW : AC_EXPONENT_HIGH;
                while (bits.decide(contexts, context) != 0) {
                    size <<= 1;
                    if (size == TOO_LARGE) {
                        return fail();
                    }
                    context++;
                }
            }
            int value = magnitude(contexts, context + TO_BITS, size);
            coefficients[at + JpegBits.NATURAL[k]] = (short) ((sign != 0 ? -value : value) << shift);
        }
        return true;
    }

    private void refineAc(JpegComponent component, short[] coefficients, int at) throws ImageException {
        byte[] contexts = ac[component.acTable];
        int plus = 1 << scan.bitsAfter();
        int end = scan.last();
        while (end > 0 && coefficients[at + JpegBits.NATURAL[end]] == 0) {
            end--;
        }
        for (int k = scan.first(); k <= scan.last(); k++) {
            int context = 3 * (k - 1);
            if (k > end && bits.decide(contexts, context) != 0) {
                return;
            }
            while (true) {
                int place = at + JpegBits.NATURAL[k];
                int value = coefficients[place];
                if (value != 0) {
                    if (bits.decide(contexts, context + 2) != 0) {
                        coefficients[place] = (short) (value < 0 ? value - plus : value + plus);
                    }
                    break;
                }
                if (bits.decide(contexts, context + 1) != 0) {
                    coefficients[place] = (short) (bits.evenOdds() != 0 ? -plus : plus);
                    break;
                }
                context += 3;
                k++;
                if (k > scan.last()) {
                    fail();
                    return;
                }
            }
        }
    }

    @Override
    public int finish() {
        return in.at;
    }
}
