package org.clipmeter.image.jpeg;

import java.util.Objects;
import org.clipmeter.image.jpeg.samples.JpegComponent;
import org.clipmeter.image.jpeg.samples.JpegFrame;

/**
 * libjpeg-turbo's smoothing between the blocks of a progressive picture whose scans leave some of the first nine AC
 * coefficients unknown. These are estimated from the DC coefficients of the surrounding 5 x 5 blocks.
 */
final class JpegSmoothing {
    private static final int ESTIMATED = 10;

    /** Weights of the 25 blocks for each zigzag position from 1 on; used if some AC coefficient is known. */
    private static final int[][] SOME_KNOWN = {
        {},
        {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -7, 50, 0, -50, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
        {0, 0, -7, 0, 0, 0, 0, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, -50, 0, 0, 0, 0, 7, 0, 0},
        {0, 0, -1, 0, 0, 0, 0, 13, 0, 0, 0, 0, -24, 0, 0, 0, 0, 13, 0, 0, 0, 0, -1, 0, 0},
        {0, -1, 0, 1, 0, -1, 10, 0, -10, 1, 0, 0, 0, 0, 0, 1, -10, 0, 10, -1, 0, 1, 0, -1, 0},
        {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 13, -24, 13, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
    };

    /** The same, from position 0 on; used if only DC is known. */
    private static final int[][] ONLY_DC = {
        {-2, -6, -8, -6, -2, -6, 6, 42, 6, -6, -8, 42, 152, 42, -8, -6, 6, 42, 6, -6, -2, -6, -8, -6, -2},
        {-1, -1, 0, 1, 1, -3, 13, 0, -13, 3, -3, 38, 0, -38, 3, -3, 13, 0, -13, 3, -1, -1, 0, 1, 1},
        {-1, -3, -3, -3, -1, -1, 13, 38, 13, -1, 0, 0, 0, 0, 0, 1, -13, -38, -13, 1, 1, 3, 3, 3, 1},
        {0, 0, 1, 0, 0, 0, 2, 7, 2, 0, 0, -5, -14, -5, 0, 0, 2, 7, 2, 0, 0, 0, 1, 0, 0},
        {-1, 0, 0, 0, 1, 0, 9, 0, -9, 0, 0, 0, 0, 0, 0, 0, -9, 0, 9, 0, 1, 0, 0, 0, -1},
        {0, 0, 0, 0, 0, 0, 2, -5, 2, 0, 1, 7, -14, 7, 1, 0, 2, -5, 2, 0, 0, 0, 0, 0, 0},
        {0, 0, 0, 0, 0, 0, 1, 0, -1, 0, 0, 2, 0, -2, 0, 0, 1, 0, -1, 0, 0, 0, 0, 0, 0},
        {0, 0, 0, 0, 0, 0, 1, -3, 1, 0, 0, 0, 0, 0, 0, 0, -1, 3, -1, 0, 0, 0, 0, 0, 0},
        {0, 0, 0, 0, 0, 0, 1, 0, -1, 0, 0, -3, 0, 3, 0, 0, 1, 0, -1, 0, 0, 0, 0, 0, 0},
        {0, 0, 0, 0, 0, 0, 1, 2, 1, 0, 0, 0, 0, 0, 0, 0, -1, -2, -1, 0, 0, 0, 0, 0, 0}
    };

    private final JpegFrame frame;
    private final boolean applies;
    private final int scans;
    private final int lastGoodRow;
    private short[] blocks = {};
    private final int[] around = new int[25];

    private JpegSmoothing(JpegFrame frame, boolean applies, int scans, int lastGoodRow) {
        this.frame = frame;
        this.applies = applies;
        this.scans = scans;
        this.lastGoodRow = lastGoodRow;
    }

    /**
     * The smoothing to apply after all scans.
     *
     * @param scans the number of scans
     * @param lastGoodRow the last row of units with data in the last scan; the rows below it have data of earlier scans
     *     only
     */
    static JpegSmoothing of(JpegFrame frame, int scans, int lastGoodRow) {
        boolean useful = false;
        boolean possible = frame.progressive;
        for (JpegComponent component : frame.components) {
            int[] quantization = component.quantization;
            possible &= quantization != null && component.unknownBits[0] >= 0;
            for (int k = 0; k < ESTIMATED; k++) {
                possible &= quantization != null && quantization[JpegBits.NATURAL[k]] != 0;
                useful |= k > 0 && component.unknownBits[k] != 0;
            }
        }
        return new JpegSmoothing(frame, possible && useful, scans, lastGoodRow);
    }

    boolean applies() {
        return applies;
    }

    /** The coefficients of a row of blocks, with the estimates filled in; valid until the next call. */
    short[] row(JpegComponent component, int unitRow, int row) {
        int length = component.blocksAcross * 64;
        if (blocks.length < length) {
            blocks = new short[length];
        }
        System.arraycopy(component.coefficients, component.blockAt(row, 0), blocks, 0, length);
        for (int column = 0; column < component.blocksAcross; column++) {
            estimate(component, unitRow, row, column);
        }
        return blocks;
    }

    private void estimate(JpegComponent component, int unitRow, int row, int column) {
        int at = column * 64;
        collect(component, unitRow, row, column);
        boolean before = unitRow > lastGoodRow;
        boolean onlyDc = true;
        for (int k = 1; k < ESTIMATED; k++) {
            onlyDc &= unknown(component, k, before) == -1;
        }
        int[][] weights = onlyDc ? ONLY_DC : SOME_KNOWN;
        int[] quantization = Objects.requireNonNull(component.quantization);
        for (int k = 1; k < weights.length; k++) {
            int place = JpegBits.NATURAL[k];
            int bits = unknown(component, k, before);
            if (bits != 0 && blocks[at + place] == 0) {
                blocks[at + place] = (short) estimate(weights[k], quantization[0], quantization[place], bits);
            }
        }
        if (onlyDc) {
            blocks[at] = (short) estimate(weights[0], quantization[0], quantization[0], -1);
        }
    }

    private int unknown(JpegComponent component, int k, boolean before) {
        if (!before) {
            return component.unknownBits[k];
        }
        return scans > 1 ? component.unknownBitsBefore[k] : -1;
    }

    private int estimate(int[] weights, int dcQuantizer, long quantizer, int bits) {
        int sum = 0;
        for (int i = 0; i < 25; i++) {
            sum += weights[i] * around[i];
        }
        long scaled = (long) dcQuantizer * sum;
        long size = ((quantizer << 7) + Math.abs(scaled)) / (quantizer << 8);
        if (bits > 0 && (int) size >= 1 << bits) {
            size = (1L << bits) - 1;
        }
        return (int) (scaled < 0 ? -size : size);
    }

    /**
     * Collects the DC coefficients around a block. Rows are limited as in libjpeg-turbo, including shorter last units.
     */
    private void collect(JpegComponent component, int unitRow, int row, int column) {
        int rows = component.down;
        if (unitRow == frame.unitsDown - 1 && component.blocksDown % component.down != 0) {
            rows = component.blocksDown % component.down;
        }
        int line = row - unitRow * component.down;
        int reckoned = unitRow * rows + line;
        int all = rows * frame.unitsDown;
        int up = Math.min(2, reckoned);
        int down = Math.min(2, all - 1 - reckoned);
        int last = component.blocksAcross - 1;
        for (int dy = -2; dy <= 2; dy++) {
            int y = row + Math.max(-up, Math.min(down, dy));
            for (int dx = -2; dx <= 2; dx++) {
                int x = Math.max(0, Math.min(last, column + dx));
                around[(dy + 2) * 5 + dx + 2] = component.coefficients[component.blockAt(y, x)];
            }
        }
    }
}
