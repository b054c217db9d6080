package org.clipmeter.image.jpeg;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.jpeg.samples.JpegComponent;

/** Decodes the coefficients of one scan, block by block. */
interface JpegEntropy {
    /** Checks a scan's parameters and loads its tables and its first data. */
    void start(JpegScan scan) throws ImageException;

    /** Continues with the data after a restart marker. */
    void restart(JpegScan scan) throws ImageException;

    /**
     * Called before each unit. Returns false if the data has already ended; the blocks of this unit then stay
     * unchanged.
     */
    boolean ready() throws ImageException;

    /**
     * Decodes one block into 64 coefficients in natural order, which are zero or come from earlier scans.
     *
     * @return {@code JpegIdct.nonzero} of the block if it was zero before; undefined otherwise
     */
    long block(JpegComponent component, short[] coefficients, int at) throws ImageException;

    /** Called after the last unit of the scan; returns the offset in the file at which its data ended. */
    int finish() throws ImageException;
}
