package org.clipmeter.hub;

/** Receives the progress of a download, on the thread that asked for the file. */
@FunctionalInterface
public interface DownloadListener {
    /**
     * Called a few times a second, and once when the file is complete.
     *
     * @param file the file's path in its repository
     * @param bytesDone bytes received so far
     * @param bytesTotal bytes in total, or -1 if the server does not state it
     */
    void progress(String file, long bytesDone, long bytesTotal);

    /** A listener that does nothing. */
    static DownloadListener none() {
        return (file, bytesDone, bytesTotal) -> {};
    }
}
