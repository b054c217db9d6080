package org.clipmeter.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A tokenizer of the native library, whose memory is not freed while another thread encodes. */
final class NativeTokenizer implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;
    private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
    private boolean closed;

    NativeTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * The ids of a text's tokens.
     *
     * @throws IllegalStateException if the tokenizer is closed
     */
    long[] ids(String text) {
        lifetime.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("The tokenizer is closed");
            }
            return tokenizer.encode(text).getIds();
        } finally {
            lifetime.readLock().unlock();
        }
    }

    @Override
    public void close() {
        lifetime.writeLock().lock();
        try {
            closed = true;
            tokenizer.close();
        } finally {
            lifetime.writeLock().unlock();
        }
    }
}
