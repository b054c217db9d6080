package org.clipmeter.generate;

/** Receives how far a run is, on the thread that runs it. */
@FunctionalInterface
public interface GenerateListener {
    /**
     * Called after each image, and before a pause.
     *
     * @param done the images that were made or have failed; those that were there already do not count
     * @param total the images to make
     * @param waiting why and for how long a request waits for its next attempt; empty if none does
     */
    void progress(int done, int total, String waiting);

    /** A listener that ignores everything. */
    static GenerateListener none() {
        return (done, total, waiting) -> {};
    }
}
