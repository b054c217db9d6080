package org.clipmeter.embed;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Admits as many pictures at a time as fit in memory. A picture that is larger than the limit is admitted alone. */
final class PictureGate {
    private static final int MEGABYTE = 20;

    private final int megabytes;
    private final Semaphore free;

    PictureGate(long bytes) {
        this.megabytes = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes >> MEGABYTE));
        this.free = new Semaphore(megabytes, true);
    }

    /** Waits until this much memory is free, then does the work. */
    <T extends @Nullable Object> T with(long bytes, Supplier<T> work) {
        return holding((int) Math.min(megabytes, (bytes >> MEGABYTE) + 1), work);
    }

    /** Does the work while no other work is admitted. */
    <T extends @Nullable Object> T alone(Supplier<T> work) {
        return holding(megabytes, work);
    }

    private <T extends @Nullable Object> T holding(int share, Supplier<T> work) {
        free.acquireUninterruptibly(share);
        try {
            return work.get();
        } finally {
            free.release(share);
        }
    }
}
