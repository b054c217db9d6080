package org.clipmeter.image.jpeg;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.jpeg.samples.JpegComponent;
import org.clipmeter.image.jpeg.samples.JpegIdct;
import org.jspecify.annotations.Nullable;

/** Decodes the Huffman-coded scans of baseline and extended sequential pictures. */
final class JpegSequential implements JpegEntropy {
    /** The most bits of a code and its value, including an unknown code. */
    private static final int LONGEST = 32;

    private final JpegSource in;
    private final JpegHeader header;
    private final JpegBits bits = new JpegBits();
    private final @Nullable HuffmanTable[] dc = new HuffmanTable[4];
    private final @Nullable HuffmanTable[] ac = new HuffmanTable[4];
    private int restarts;
    private boolean exhausted;

    /** The number of units begun since the last marker. */
    private long units;

    private List<JpegComponent> components = List.of();

    JpegSequential(JpegSource in, JpegHeader header) {
        this.in = in;
        this.header = header;
    }

    @Override
    public void start(JpegScan scan) throws ImageException {
        if (scan.first() != 0 || scan.last() != 63 || scan.bitsBefore() != 0 || scan.bitsAfter() != 0) {
            in.damaged = true;
        }
        for (JpegComponent component : scan.components()) {
            dc[component.dcTable & 3] =
                    table(header.dcTables, component.dcTable, "DC").forScan(true);
            ac[component.acTable & 3] =
                    table(header.acTables, component.acTable, "AC").forScan(false);
            component.prediction = 0;
        }
        components = scan.components();
        restarts = 0;
        exhausted = false;
        bits.load(in);
        units = 0;
    }

    static HuffmanTable table(@Nullable HuffmanTable[] tables, int slot, String kind) throws ImageException {
        HuffmanTable table = slot < tables.length ? tables[slot] : null;
        if (table == null) {
            throw new ImageException(
                    Reason.CORRUPT,
                    "its image data needs the " + kind + " Huffman table " + slot + ", which is not defined");
        }
        return table;
    }

    @Override
    public void restart(JpegScan scan) throws ImageException {
        ready();
        in.damaged |= bits.leftover();
        if (!bits.terminated()) {
            throw JpegDecoder.truncated();
        }
        in.restart(restarts);
        restarts = restarts + 1 & 7;
        for (JpegComponent component : scan.components()) {
            component.prediction = 0;
        }
        exhausted = exhausted && in.marker != 0;
        bits.load(in);
        units = 0;
    }

    @Override
    public boolean ready() throws ImageException {
        if (!exhausted && bits.overrun()) {
            if (!bits.terminated()) {
                throw JpegDecoder.truncated();
            }
            exhausted = true;
            in.damaged = true;
        }
        units++;
        return !exhausted;
    }

    @Override
    public long block(JpegComponent component, short[] coefficients, int at) {
        HuffmanTable dcTable = Objects.requireNonNull(dc[component.dcTable]);
        HuffmanTable acTable = Objects.requireNonNull(ac[component.acTable]);
        int[] quantization = Objects.requireNonNull(component.quantization);
        int size = bits.symbol(dcTable, in);
        if (size != 0) {
            component.prediction += HuffmanTable.extend(bits.read(size), size);
        }
        short level = (short) component.prediction;
        coefficients[at] = level;
        int sum = Math.min(Math.abs(level * quantization[0]), JpegIdct.SAFE_SUM);
        return ac(acTable, quantization, coefficients, at, sum);
    }

    private long ac(HuffmanTable table, int[] quantization, short[] coefficients, int at, int dcSum) {
        int[] known = table.coefficients;
        int[] natural = JpegBits.NATURAL;
        byte[] bytes = bits.bytes;
        long position = bits.position;
        long window = JpegBits.window(bytes, position);
        int left = JpegBits.WINDOW;
        long set = 1;
        long sum = dcSum;
        int k = 1;
        while (k < 64) {
            if (left < LONGEST) {
                window = JpegBits.window(bytes, position);
                left = JpegBits.WINDOW;
            }
            int entry = known[(int) (window >>> 64 - HuffmanTable.LOOK)];
            int used;
            int value;
            if (entry != 0) {
                used = entry & 0xff;
                k += entry >> 8 & 0xff;
                value = entry >> 16;
            } else {
                int code = table.code(window);
                int length = code >> 8;
                int size = code & 15;
                used = length + size;
                if (size != 0) {
                    value = HuffmanTable.extend((int) (window << length >>> 64 - size), size);
                    k += (code >> 4 & 15) + 1;
                } else {
                    value = 0;
                    in.damaged |= HuffmanTable.isUnknown(code);
                    k += (code & 0xff) == 0xf0 ? 16 : 64;
                }
            }
            position += used;
            left -= used;
            window <<= used;
            if (value == 0) {
                continue;
            }
            int place = natural[k - 1];
            coefficients[at + place] = (short) value;
            set |= 1L << place;
            sum += Math.abs(value * quantization[place]);
        }
        bits.position = position;
        return sum < JpegIdct.SAFE_SUM ? set : JpegIdct.LARGE;
    }

    @Override
    public int finish() throws ImageException {
        ready();
        in.damaged |= bits.leftover();
        if (bits.terminated()) {
            return bits.filePosition(in.data);
        }
        List<JpegSuspension.Tables> blocks = new ArrayList<>();
        for (JpegComponent component : components) {
            JpegSuspension.Tables tables = new JpegSuspension.Tables(
                    Objects.requireNonNull(dc[component.dcTable]), Objects.requireNonNull(ac[component.acTable]));
            int count = components.size() == 1 ? 1 : component.across * component.down;
            blocks.addAll(Collections.nCopies(count, tables));
        }
        int end = new JpegSuspension(in.data, bits.start(), bits.bytes)
                .end(blocks, units - 1, header.restartInterval != 0);
        if (end < 0) {
            throw JpegDecoder.truncated();
        }
        return end;
    }
}
