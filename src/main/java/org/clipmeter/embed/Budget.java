package org.clipmeter.embed;

/**
 * What a run may take of this machine; all limits follow from these figures, none from how fast things go.
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

    /** Images of a batch: those wanted, while their pixelValues fit in a sixteenth of the heap. */
    int batch(int wanted, int valuesPerImage) {
        return (int) Math.max(1, Math.min(wanted, heapBytes / 16 / (Float.BYTES * (long) valuesPerImage)));
    }

    /** Prepared images that may wait for the model. */
    int ready(int batch) {
        return batch + workers;
    }

    /** Bytes of files that may be kept from their lookup to their decoding; others are read again. */
    long heldFileBytes() {
        return heapBytes / 32;
    }

    /** A file of more bytes is read and decoded while no other picture is. */
    long largestFileBytes() {
        return heapBytes / 32 / workers;
    }

    /** What all pictures that are being decoded may take together. */
    long pictureBytes() {
        return heapBytes / 2;
    }

    /** Contents whose embeddings are remembered within a run, for files that are the same. */
    int rememberedContents() {
        return (int) Math.max(1024, Math.min(1 << 20, heapBytes / 16 / 4096));
    }
}
