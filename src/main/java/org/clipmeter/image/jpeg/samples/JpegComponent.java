package org.clipmeter.image.jpeg.samples;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One color component of a frame: its sampling, its tables in the current scan, and the known bits of its coefficients.
 */
public final class JpegComponent {
    public final int id;

    /** Blocks across and down in one unit of interleaved data. */
    public final int across;

    public final int down;
    public final int quantizationSlot;

    /**
     * Set when the frame's size is known: the number of samples and blocks that belong to the picture, without padding.
     */
    int width;

    int height;
    public int blocksAcross;
    public int blocksDown;

    /**
     * The number of blocks in a row of {@link #coefficients} or {@link #samples}, including the padding of the last
     * unit.
     */
    public int blockStride;

    public int dcTable;
    public int acTable;

    /** The last DC coefficient of the scan, from which the next one is predicted. */
    public int prediction;

    /** The context of arithmetic coding that follows from the last difference. */
    public int dcContext;

    /** The quantization table at the component's first scan, in natural order. */
    public int @Nullable [] quantization;

    /**
     * Coefficients in natural order, 64 per block: all if the file has several scans, else those of one row of units.
     */
    public short[] coefficients = {};

    /**
     * For each block of {@link #coefficients} the zigzag positions of its nonzero AC coefficients; empty unless all scans
     * keep them.
     */
    public long[] nonzeroAc = {};

    /** The positions of nonzero coefficients for each block that is transformed next; see {@link JpegIdct#nonzero}. */
    public long[] sets = {};

    /** Samples of the last three rows of units; row r is stored at {@code r % ringRows}. */
    public int[] samples = {};

    /** How many low bits of each coefficient are still unknown, by zigzag position; -1 if all are. */
    public final int[] unknownBits = new int[64];

    /** The same before the component's last scan. */
    public final int[] unknownBitsBefore = new int[64];

    public JpegComponent(int id, int across, int down, int quantizationSlot) {
        this.id = id;
        this.across = across;
        this.down = down;
        this.quantizationSlot = quantizationSlot;
        Arrays.fill(unknownBits, -1);
    }

    public int stride() {
        return blockStride * 8;
    }

    public int ringRows() {
        return 3 * 8 * down;
    }

    /** The index at which row {@code row} of the samples begins. */
    public int rowAt(int row) {
        return row % ringRows() * stride();
    }

    /** The index at which the coefficients of a block begin. */
    public int blockAt(int row, int column) {
        return (row * blockStride + column) * 64;
    }
}
