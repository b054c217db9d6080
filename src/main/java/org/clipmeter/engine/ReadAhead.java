package org.clipmeter.engine;

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.util.List;

/**
 * Brings mapped weights into memory on a thread of its own, while the caller does something else: else the first score
 * waits for each page that it touches.
 */
public final class ReadAhead implements AutoCloseable {
    private final Thread thread;
    private volatile boolean closed;

    /** @param buffers in the order of their use; those that are not mapped are in memory already */
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
            return; // a file that was cut short: told when the model is next used
        }
    }

    /** Waits until all is read. */
    void await() throws InterruptedException {
        thread.join();
    }

    /** Ends it within a tensor. */
    @Override
    public void close() {
        closed = true;
    }
}
