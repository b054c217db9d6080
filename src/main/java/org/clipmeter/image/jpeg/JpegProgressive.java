package org.clipmeter.image.jpeg;

import java.util.List;
import java.util.Objects;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.jpeg.samples.JpegComponent;
import org.clipmeter.image.jpeg.samples.JpegIdct;
import org.jspecify.annotations.Nullable;

/** Decodes the Huffman-coded scans of a progressive picture. */
final class JpegProgressive implements JpegEntropy {
    private static final int MOST_BITS_AFTER = 13;
    private static final int SMOOTHED = 9;

    private final JpegSource in;
    private final JpegHeader header;
    private final JpegBits bits = new JpegBits();
    private final @Nullable HuffmanTable[] dc = new HuffmanTable[4];
    private @Nullable HuffmanTable ac;
    private JpegScan scan = new JpegScan(List.of(), 0, 0, 0, 0);
    private int restarts;
    private boolean exhausted;

    /** How many more blocks have no new nonzero coefficients in the current band. */
    private int emptyBlocks;

    JpegProgressive(JpegSource in, JpegHeader header) {
        this.in = in;
        this.header = header;
    }

    @Override
    public void start(JpegScan scan) throws ImageException {
        this.scan = scan;
        check(scan, header, in);
        for (JpegComponent component : scan.components()) {
            if (scan.first() > 0) {
                ac = JpegSequential.table(header.acTables, component.acTable, "AC")
                        .forScan(false);
            } else if (!scan.refines()) {
                dc[component.dcTable & 3] = JpegSequential.table(header.dcTables, component.dcTable, "DC")
                        .forScan(true);
            }
            component.prediction = 0;
            if (component.nonzeroAc.length == 0) {
                component.nonzeroAc = new long[component.coefficients.length >> 6];
            }
        }
        restarts = 0;
        exhausted = false;
        emptyBlocks = 0;
        load();
    }

    /**
     * Refuses scan parameters that libjpeg refuses, and records which bits of the coefficients are known after this
     * scan.
     */
    static void check(JpegScan scan, JpegHeader header, JpegSource in) throws ImageException {
        boolean band = scan.first() == 0
                ? scan.last() == 0
                : scan.first() <= scan.last() && scan.last() < 64 && !scan.interleaved();
        boolean refinement = !scan.refines() || scan.bitsAfter() == scan.bitsBefore() - 1;
        if (!band || !refinement || scan.bitsAfter() > MOST_BITS_AFTER) {
            throw new ImageException(
                    Reason.CORRUPT,
                    "it has a progressive scan of coefficients " + scan.first() + " to " + scan.last() + ", bits "
                            + scan.bitsBefore() + " to " + scan.bitsAfter() + ", which is not possible");
        }
        for (JpegComponent component : scan.components()) {
            int[] unknown = component.unknownBits;
            if (scan.first() > 0 && unknown[0] < 0) {
                in.damaged = true;
            }
            for (int k = Math.min(scan.first(), 1); k <= Math.max(scan.last(), SMOOTHED); k++) {
                component.unknownBitsBefore[k] = header.scans > 1 ? unknown[k] : 0;
            }
            for (int k = scan.first(); k <= scan.last(); k++) {
                in.damaged |= scan.bitsBefore() != Math.max(0, unknown[k]);
                unknown[k] = scan.bitsAfter();
            }
        }
    }

    private void load() throws ImageException {
        bits.load(in);
        if (!bits.terminated()) {
            throw JpegDecoder.truncated();
        }
    }

    @Override
    public void restart(JpegScan scan) throws ImageException {
        ready();
        in.damaged |= bits.leftover();
        in.restart(restarts);
        restarts = restarts + 1 & 7;
        for (JpegComponent component : scan.components()) {
            component.prediction = 0;
        }
        emptyBlocks = 0;
        exhausted = exhausted && in.marker != 0;
        load();
    }

    @Override
    public boolean ready() {
        if (!exhausted && bits.overrun()) {
            exhausted = true;
            in.damaged = true;
        }
        return !exhausted;
    }

    @Override
    public long block(JpegComponent component, short[] coefficients, int at) throws ImageException {
        if (scan.first() == 0) {
            if (scan.refines()) {
                if (bits.read(1) != 0) {
                    coefficients[at] |= (short) (1 << scan.bitsAfter());
                }
            } else {
                firstDc(component, coefficients, at);
            }
        } else if (scan.refines()) {
            refineAc(component.nonzeroAc, coefficients, at);
        } else {
            firstAc(component.nonzeroAc, coefficients, at);
        }
        return JpegIdct.LARGE;
    }

    private void firstDc(JpegComponent component, short[] coefficients, int at) throws ImageException {
        int size = bits.symbol(Objects.requireNonNull(dc[component.dcTable]), in);
        if (size != 0) {
            long sum = (long) component.prediction + HuffmanTable.extend(bits.read(size), size);
            if (sum != (int) sum) {
                throw new ImageException(Reason.CORRUPT, "its DC coefficients do not fit into 32 bits");
            }
            component.prediction = (int) sum;
        }
        coefficients[at] = (short) (component.prediction << scan.bitsAfter());
    }

    /** Sets a coefficient; returns the set of nonzero ones with it, or without it if its value is 0. */
    private static long set(short[] coefficients, int at, long nonzero, int k, int value) {
        short low = (short) value; // damaged data have values of more bits
        coefficients[at + JpegBits.NATURAL[k]] = low;
        long bit = 1L << Math.min(k, 63);
        return low != 0 ? nonzero | bit : nonzero & ~bit;
    }

    private void firstAc(long[] sets, short[] coefficients, int at) {
        if (emptyBlocks > 0) {
            emptyBlocks--;
            return;
        }
        HuffmanTable table = Objects.requireNonNull(ac);
        int[] known = table.coefficients;
        byte[] bytes = bits.bytes;
        long position = bits.position;
        int last = scan.last();
        int shift = scan.bitsAfter();
        int k = scan.first();
        long nonzero = sets[at >> 6];
        while (k <= last) {
            long window = JpegBits.window(bytes, position);
            int entry = known[(int) (window >>> 64 - HuffmanTable.LOOK)];
            if (entry >> 16 != 0) {
                position += entry & 0xff;
                k += entry >> 8 & 0xff;
                nonzero = set(coefficients, at, nonzero, k - 1, entry >> 16 << shift);
                continue;
            }
            int code = table.code(window);
            in.damaged |= HuffmanTable.isUnknown(code);
            int run = code >> 4 & 15;
            int size = code & 15;
            position += code >> 8;
            window <<= code >> 8;
            if (size != 0) {
                k += run + 1;
                int value = HuffmanTable.extend((int) (window >>> 64 - size), size);
                position += size;
                nonzero = set(coefficients, at, nonzero, k - 1, value << shift);
            } else if (run == 15) {
                k += 16;
            } else {
                emptyBlocks = (1 << run) - 1;
                if (run > 0) {
                    emptyBlocks += (int) (window >>> 64 - run);
                    position += run;
                }
                break;
            }
        }
        sets[at >> 6] = nonzero;
        bits.position = position;
    }

    private void refineAc(long[] sets, short[] coefficients, int at) {
        HuffmanTable table = Objects.requireNonNull(ac);
        long nonzero = sets[at >> 6];
        int last = scan.last();
        int plus = 1 << scan.bitsAfter();
        int k = scan.first();
        while (emptyBlocks == 0 && k <= last) {
            int symbol = bits.symbol(table, in);
            int run = symbol >> 4;
            int value = 0;
            if ((symbol & 15) != 0) {
                in.damaged |= (symbol & 15) != 1;
                value = bits.read(1) != 0 ? plus : -plus;
            } else if (run != 15) {
                emptyBlocks = 1 << run;
                if (run > 0) {
                    emptyBlocks += bits.read(run);
                }
                break;
            }
            k = refineUpTo(nonzero, coefficients, at, k, run);
            if (value != 0) {
                nonzero = set(coefficients, at, nonzero, k, value);
            }
            k++;
        }
        if (emptyBlocks > 0) {
            refineUpTo(nonzero, coefficients, at, k, 64);
            emptyBlocks--;
        }
        sets[at >> 6] = nonzero;
    }

    /**
     * Refines the nonzero coefficients of the band from {@code from} on until {@code zeros} zeros are passed; returns the
     * position of the next zero, or the one after the band.
     */
    private int refineUpTo(long nonzero, short[] coefficients, int at, int from, int zeros) {
        int end = scan.last() + 1;
        int plus = 1 << scan.bitsAfter();
        int zerosLeft = zeros;
        byte[] bytes = bits.bytes;
        long position = bits.position;
        int k = from;
        long left = from > 63 ? 0 : nonzero & -1L << from & -1L >>> 64 - end;
        for (; left != 0; left &= left - 1) {
            int next = Long.numberOfTrailingZeros(left);
            if (next - k > zerosLeft) {
                break;
            }
            zerosLeft -= next - k;
            k = next + 1;
            int place = at + JpegBits.NATURAL[next];
            int value = coefficients[place];
            boolean grows = (bytes[(int) (position >>> 3)] << (position & 7) & 0x80) != 0;
            position++;
            if (grows && (value & plus) == 0) {
                coefficients[place] = (short) (value >= 0 ? value + plus : value - plus);
            }
        }
        bits.position = position;
        return Math.min(k + zerosLeft, Math.max(from, end));
    }

    @Override
    public int finish() {
        ready();
        in.damaged |= bits.leftover();
        return bits.filePosition(in.data);
    }
}
