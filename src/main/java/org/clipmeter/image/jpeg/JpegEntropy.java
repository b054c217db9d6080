package org.clipmeter.image.jpeg;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.jpeg.samples.JpegComponent;

/** Decodes the coefficients of one scan, block by block. */
interface JpegEntropy {
    /** Checks a scan's parameters and takes its tables and its first data. */
    void start(JpegScan scan) throws ImageException;

    /** Moves to the data after a restart marker. */
    void restart(JpegScan scan) throws ImageException;

    /** Called before each unit; false if the data ended before, so that the blocks of this unit stay as they are. */
    boolean ready() throws ImageException;

    /**
     * Decodes one block into 64 coefficients in natural order, which are zero or hold what earlier scans gave.
     *
     * @return {@link JpegIdct#nonzero} of the block where it was zero before; undefined otherwise
     */
    long block(JpegComponent component, short[] coefficients, int at) throws ImageException;

    /** Called after the last unit of the scan; returns where in the file its data ended. */
    int finish() throws ImageException;
}
