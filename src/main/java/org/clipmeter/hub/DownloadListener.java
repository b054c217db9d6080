package org.clipmeter.hub;

/** Hears how far a download is, on the thread that asked for the file. */
@FunctionalInterface
public interface DownloadListener {
    /**
     * Called a few times a second and once when all is there.
     *
     * @param file the file's path in its repository
     * @param bytesDone bytes received so far
     * @param bytesTotal bytes in all, or -1 where the server does not say
     */
    void progress(String file, long bytesDone, long bytesTotal);

    /** A listener that does nothing. */
    static DownloadListener none() {
        return (file, bytesDone, bytesTotal) -> {};
    }
}
