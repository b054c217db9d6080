package org.clipmeter.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JobTest {
    private final Job job = new Job();

    @Test
    void givesBackTheResultOrTheFailureItself() throws Exception {
        assertEquals("done", job.run(cancelled -> "done"));
        IOException failure = new IOException("no");
        assertEquals(
                failure,
                assertThrows(
                        IOException.class,
                        () -> job.run(cancelled -> {
                            throw failure;
                        })));
    }

    @Test
    void anInterruptAsksTheWorkToStopWithoutInterruptingItsThread() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread cell = new Thread(() -> {
            try {
                job.run(cancelled -> {
                    begun.countDown();
                    while (!cancelled.getAsBoolean()) {
                        Thread.onSpinWait();
                    }
                    interrupted.complete(Thread.currentThread().isInterrupted());
                    return null;
                });
            } catch (Exception e) {
                thrown.complete(e);
            }
        });
        cell.start();
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        cell.interrupt();
        assertTrue(thrown.get(10, TimeUnit.SECONDS) instanceof InterruptedException);
        assertFalse(interrupted.get(10, TimeUnit.SECONDS));
        assertEquals("next", job.run(cancelled -> "next"));
    }
}
