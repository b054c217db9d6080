package org.clipmeter.engine;

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.util.List;

/**
 * Reads mapped weights into memory on a separate thread while the caller does something else. Otherwise the first score
 * waits for each page that it touches.
 */
public final class ReadAhead implements AutoCloseable {
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param buffers in the order of their use; buffers that are not mapped are skipped, since they are in memory
     *     already
     */
    public ReadAhead(List<ByteBuffer> buffers) {
        thread = new Thread(() -> read(buffers), "clipmeter-read-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(List<ByteBuffer> buffers) {
        try {
            for (ByteBuffer buffer : buffers) {
                if (closed) {
                    return;
                }
                if (buffer instanceof MappedByteBuffer mapped) {
                    mapped.load();
                }
            }
        } catch (InternalError e) {
            return; // the file was cut short, which the next use of the model reports
        }
    }

    /** Waits until everything is read. */
    void await() throws InterruptedException {
        thread.join();
    }

    /** Stops reading before the next tensor; does not wait. */
    @Override
    public void close() {
        closed = true;
    }
}
