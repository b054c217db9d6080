package org.clipmeter.image.jpeg;

import java.util.Arrays;
import java.util.Objects;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.StoredPixels;
import org.clipmeter.image.jpeg.JpegHeader.Stop;
import org.clipmeter.image.jpeg.samples.JpegComponent;
import org.clipmeter.image.jpeg.samples.JpegFrame;
import org.clipmeter.image.jpeg.samples.JpegIdct;
import org.clipmeter.image.jpeg.samples.JpegOutput;
import org.clipmeter.image.reader.Canvas;

/**
 * Decodes JPEG to the bytes that libjpeg-turbo gives, also for damaged data that Pillow still loads.
 *
 * <p>A file with one scan is decoded in one pass, with three rows of units in memory. A file with several scans, as
 * every progressive file is, needs all coefficients in memory, two bytes per sample.
 */
final class JpegDecoder {
    private static final int MOST_BLOCKS_IN_UNIT = 10;

    private final JpegSource in;
    private final JpegHeader header;
    private final JpegIdct idct = new JpegIdct();

    private JpegDecoder(byte[] data) {
        in = new JpegSource(data);
        header = new JpegHeader(in);
    }

    static RgbImage decode(byte[] data) throws ImageException {
        return new JpegDecoder(data).image();
    }

    private RgbImage image() throws ImageException {
        while (header.read() == Stop.END) {
            header.restart();
        }
        JpegFrame frame = Objects.requireNonNull(header.frame);
        Canvas canvas = Canvas.of(frame.width, frame.height);
        canvas.stored = frame.components.size() == 4 ? StoredPixels.OTHER : StoredPixels.SAMPLES;
        JpegScan scan = Objects.requireNonNull(header.scan);
        JpegEntropy entropy = entropy(frame);
        JpegOutput output = new JpegOutput(frame, header.converted(frame), canvas);
        for (JpegComponent component : frame.components) {
            component.samples = new int[component.ringRows() * component.stride()];
            // Samples that no scan describes are medium gray.
            Arrays.fill(component.samples, 128);
        }
        if (frame.progressive || scan.components().size() < frame.components.size()) {
            Canvas.checkMemory(frame.width, frame.height, coefficientBytes(frame));
            for (JpegComponent component : frame.components) {
                int rows = frame.unitsDown * component.down;
                component.coefficients = new short[Math.multiplyExact(rows * component.blockStride, 64)];
                component.sets = new long[component.blockStride];
            }
            int lastGoodRow = allScans(frame, entropy);
            JpegSmoothing smoothing = JpegSmoothing.of(frame, header.scans, lastGoodRow);
            for (int row = 0; row < frame.unitsDown; row++) {
                transformStored(frame, row, smoothing);
                emit(frame, output, row);
            }
        } else {
            onePass(frame, scan, entropy, output);
            readRest();
        }
        return canvas.image(in.damaged);
    }

    static ImageException truncated() {
        return new ImageException(Reason.TRUNCATED, "the file ends early, in its image data");
    }

    private JpegEntropy entropy(JpegFrame frame) throws ImageException {
        if (frame.arithmetic) {
            return new JpegArithmetic(in, header);
        }
        if (frame.progressive) {
            return new JpegProgressive(in, header);
        }
        header.addStandardTables();
        return new JpegSequential(in, header);
    }

    private static long coefficientBytes(JpegFrame frame) {
        long bytes = 0;
        for (JpegComponent component : frame.components) {
            bytes += (128L + Long.BYTES) * frame.unitsDown * component.down * component.blockStride;
        }
        return bytes;
    }

    private static void checkUnit(JpegScan scan) throws ImageException {
        int blocks = 0;
        for (JpegComponent component : scan.components()) {
            blocks += component.across * component.down;
        }
        if (scan.interleaved() && blocks > MOST_BLOCKS_IN_UNIT) {
            throw new ImageException(
                    Reason.CORRUPT, "a unit of its image data has " + blocks + " blocks, expected at most 10");
        }
    }

    /** Decodes the only scan row by row of units. Output is one row late, since upsampling looks ahead. */
    private void onePass(JpegFrame frame, JpegScan scan, JpegEntropy entropy, JpegOutput output) throws ImageException {
        checkUnit(scan);
        header.latchQuantization(scan);
        entropy.start(scan);
        Units units = new Units(frame, scan, entropy);
        for (JpegComponent component : frame.components) {
            int blocks = component.down * component.blockStride;
            component.coefficients = new short[blocks * 64];
            component.sets = new long[blocks];
        }
        for (int row = 0; row < frame.unitsDown; row++) {
            for (int line = 0; line < units.lines(row); line++) {
                for (int column = 0; column < units.columns; column++) {
                    boolean ready = units.next();
                    for (JpegComponent component : scan.components()) {
                        unit(component, units, line, column, ready);
                    }
                }
            }
            transformUnits(frame, row);
            emit(frame, output, row);
        }
        in.stopAfterBlockOf(entropy.finish());
    }

    private static void unit(JpegComponent component, Units units, int line, int column, boolean ready)
            throws ImageException {
        int across = units.interleaved ? component.across : 1;
        int down = units.interleaved ? component.down : 1;
        for (int y = line; y < line + down; y++) {
            int block = y * component.blockStride + column * across;
            for (int end = block + across; block < end; block++) {
                component.sets[block] = ready ? units.entropy.block(component, component.coefficients, block * 64) : 1;
            }
        }
    }

    /** Transforms a row of units, and clears its coefficients for the next row. */
    private void transformUnits(JpegFrame frame, int row) {
        for (JpegComponent component : frame.components) {
            int top = row * component.down;
            int end = Math.min(top + component.down, component.blocksDown);
            for (int y = top; y < end; y++) {
                transform(
                        component,
                        y,
                        component.coefficients,
                        component.blockAt(y - top, 0),
                        (y - top) * component.blockStride);
            }
            Arrays.fill(component.coefficients, (short) 0);
        }
    }

    private void transform(JpegComponent component, int y, short[] coefficients, int at, int set) {
        idct.transform(
                coefficients,
                at,
                Objects.requireNonNull(component.quantization),
                component.sets,
                set,
                component.blocksAcross,
                component.samples,
                component.rowAt(y * 8),
                component.stride());
    }

    /** Reads what follows the only scan, as far as Pillow does: an error there is an error, an early end is not. */
    private void readRest() throws ImageException {
        try {
            if (header.read() == Stop.SCAN) {
                throw new ImageException(Reason.CORRUPT, "it has a second scan after its image is complete");
            }
        } catch (ImageException e) {
            if (e.reason() != Reason.TRUNCATED) {
                throw e;
            }
            in.damaged = true;
        }
    }

    /** Reads all scans to the end of the image; returns the last row of units for which the last scan had data. */
    private int allScans(JpegFrame frame, JpegEntropy entropy) throws ImageException {
        int lastGoodRow = 0;
        do {
            JpegScan scan = Objects.requireNonNull(header.scan);
            checkUnit(scan);
            header.latchQuantization(scan);
            entropy.start(scan);
            Units units = new Units(frame, scan, entropy);
            for (int row = 0; row < frame.unitsDown; row++) {
                for (int line = 0; line < units.lines(row); line++) {
                    for (int column = 0; column < units.columns; column++) {
                        if (units.next()) {
                            lastGoodRow = row;
                            for (JpegComponent component : scan.components()) {
                                stored(component, units, row, line, column);
                            }
                        }
                    }
                }
            }
            entropy.finish();
        } while (header.read() == Stop.SCAN);
        return lastGoodRow;
    }

    private static void stored(JpegComponent component, Units units, int row, int line, int column)
            throws ImageException {
        int across = units.interleaved ? component.across : 1;
        int down = units.interleaved ? component.down : 1;
        int top = row * component.down + line;
        for (int y = top; y < top + down; y++) {
            for (int x = column * across; x < (column + 1) * across; x++) {
                units.entropy.block(component, component.coefficients, component.blockAt(y, x));
            }
        }
    }

    private void transformStored(JpegFrame frame, int row, JpegSmoothing smoothing) throws ImageException {
        for (JpegComponent component : frame.components) {
            int[] quantization = component.quantization;
            if (quantization == null) {
                continue;
            }
            int end = Math.min((row + 1) * component.down, component.blocksDown);
            for (int y = row * component.down; y < end; y++) {
                short[] source = component.coefficients;
                int at = component.blockAt(y, 0);
                if (smoothing.applies()) {
                    source = smoothing.row(component, row, y);
                    at = 0;
                }
                boolean known = source == component.coefficients && component.nonzeroAc.length > 0;
                for (int x = 0, block = at; x < component.blocksAcross; x++, block += 64) {
                    component.sets[x] = known
                            ? JpegIdct.nonzero(
                                    source, block, quantization, component.nonzeroAc[block >> 6], JpegBits.NATURAL)
                            : JpegIdct.nonzero(source, block, quantization);
                }
                transform(component, y, source, at, 0);
            }
        }
    }

    private static void emit(JpegFrame frame, JpegOutput output, int row) {
        output.pair(row);
        if (row > 0) {
            output.write(row - 1);
        }
        if (row == frame.unitsDown - 1) {
            output.write(row);
        }
    }

    /** Iterates over the units of a scan: a unit is what an interleaved scan decodes at once, else a single block. */
    private final class Units {
        final JpegEntropy entropy;
        final boolean interleaved;
        final int columns;
        private final JpegScan scan;
        private int left;

        Units(JpegFrame frame, JpegScan scan, JpegEntropy entropy) {
            this.scan = scan;
            this.entropy = entropy;
            interleaved = scan.interleaved();
            columns = interleaved ? frame.unitsAcross : scan.components().get(0).blocksAcross;
            left = header.restartInterval;
        }

        /** The number of lines of units within a row of the frame's units. */
        int lines(int row) {
            if (interleaved) {
                return 1;
            }
            JpegComponent only = scan.components().get(0);
            return Math.min(only.down, only.blocksDown - row * only.down);
        }

        /** Skips a restart marker if one is due; returns false if there is no data for the next unit. */
        boolean next() throws ImageException {
            if (header.restartInterval != 0) {
                if (left == 0) {
                    entropy.restart(scan);
                    left = header.restartInterval;
                }
                left--;
            }
            return entropy.ready();
        }
    }
}
