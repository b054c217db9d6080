package org.clipmeter.embed;

/**
 * How much of this machine a run may use. All limits follow from these two figures, never from measured speed.
 *
 * @param workers threads that read and decode pictures
 * @param heapBytes the most that the heap may grow to
 */
record Budget(int workers, long heapBytes) {
    private static final int MOST_WORKERS = 8;

    static Budget ofThisMachine() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new Budget(Math.min(MOST_WORKERS, cores), Runtime.getRuntime().maxMemory());
    }

    /** The images of a batch: as many as wanted, as long as their pixelValues fit in a sixteenth of the heap. */
    int batch(int wanted, int valuesPerImage) {
        return (int) Math.max(1, Math.min(wanted, heapBytes / 16 / (Float.BYTES * (long) valuesPerImage)));
    }

    /** How many prepared images may wait for the model. */
    int ready(int batch) {
        return batch + workers;
    }

    /** How many bytes of files may stay in memory between lookup and decoding. Files beyond that are read again. */
    long heldFileBytes() {
        return heapBytes / 32;
    }

    /** A file with more bytes than this is read and decoded alone, while no other picture is. */
    long largestFileBytes() {
        return heapBytes / 32 / workers;
    }

    /** How many bytes all pictures that are being decoded may take together. */
    long pictureBytes() {
        return heapBytes / 2;
    }

    /** How many distinct file contents a run remembers, so that identical files are embedded once. */
    int rememberedContents() {
        return (int) Math.max(1024, Math.min(1 << 20, heapBytes / 16 / 4096));
    }
}
