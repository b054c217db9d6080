package org.clipmeter.notebook.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.notebook.view.ProgressBar;
import org.junit.jupiter.api.Test;

class JobTest {
    private final Job job = new Job();
    private final FakeCell cell = new FakeCell();

    @Test
    void givesBackTheResultOrTheFailureItself() throws Exception {
        assertEquals("done", job.run(new ProgressBar(cell), cancelled -> "done"));
        IOException failure = new IOException("no");
        assertEquals(
                failure,
                assertThrows(
                        IOException.class,
                        () -> job.run(new ProgressBar(cell), cancelled -> {
                            throw failure;
                        })));
    }

    @Test
    void whatFailsAtOnceLeavesNothingBesideItsError() {
        ProgressBar bar = new ProgressBar(cell);
        bar.note("loading x");
        assertThrows(
                IOException.class,
                () -> job.run(bar, cancelled -> {
                    throw new IOException("no");
                }));
        assertTrue(cell.plain().stream().allMatch(String::isEmpty), cell.plain()::toString);
    }

    @Test
    void whatTakesAWhileSaysWhatItIsDoing() throws Exception {
        ProgressBar bar = new ProgressBar(cell);
        bar.note("loading x");
        job.run(bar, cancelled -> {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (cell.plain().isEmpty() && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return null;
        });
        assertEquals(1, cell.plain().size());
        assertTrue(cell.plain().get(0).startsWith("loading x … ("), cell.plain()::toString);
    }

    @Test
    void anInterruptAsksTheWorkToStopWithoutInterruptingItsThread() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread magic = new Thread(() -> {
            try {
                job.run(new ProgressBar(cell), cancelled -> {
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
        magic.start();
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        magic.interrupt();
        assertTrue(thrown.get(10, TimeUnit.SECONDS) instanceof CancellationException);
        assertFalse(interrupted.get(10, TimeUnit.SECONDS));
        assertEquals("next", job.run(new ProgressBar(cell), cancelled -> "next"));
    }

    @Test
    void theInterruptionOfAMagicsJobNamesTheMagicAndWhatRunningItAgainDoes() throws Exception {
        Thread.currentThread().interrupt();
        NotebookError error = assertThrows(NotebookError.class, () -> job.of("%clip score", " to continue from there")
                .run(new ProgressBar(cell), cancelled -> "late"));
        assertFalse(Thread.interrupted());
        String message = String.valueOf(error.getMessage());
        assertTrue(message.startsWith("%clip score: cancelled"), message);
        assertTrue(message.endsWith("; run the cell again to continue from there"), message);
        assertEquals("next", job.of("%clip score", "").run(new ProgressBar(cell), cancelled -> "next"));
    }

    @Test
    void aMagicThatBeginsOnAnInterruptedThreadIsToStop() {
        Thread.currentThread().interrupt();
        try (MagicExecution execution = job.begin()) {
            assertTrue(execution.stopped());
        } finally {
            assertTrue(Thread.interrupted(), "the kernel's own flag stays");
        }
    }

    @Test
    void aStopEndsTheWaitWithHowFarTheWorkCame() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        ProgressBar bar = new ProgressBar(cell);
        Thread magic = new Thread(() -> {
            MagicExecution execution = job.begin();
            try {
                job.run(bar, cancelled -> {
                    bar.stage("Scoring", "images", "scoring");
                    bar.update(120, 300);
                    begun.countDown();
                    while (!cancelled.getAsBoolean()) {
                        Thread.onSpinWait();
                    }
                    throw new CancellationException();
                });
            } catch (Exception e) {
                thrown.complete(e);
            } finally {
                execution.close();
            }
        });
        magic.start();
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        assertTrue(job.stop());
        assertEquals(
                "cancelled at 120 of 300 images",
                thrown.get(10, TimeUnit.SECONDS).getMessage());
        assertEquals(List.of(""), cell.plain(), "the error is the only place that says it");
        assertTrue(job.awaitStopped(10_000));
        assertFalse(job.stop(), "nothing runs any more");
    }

    @Test
    void whatIsStillInTheModelsHandsShowsNothingMoreAndTheNextCellWaits() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        ProgressBar bar = new ProgressBar(cell);
        bar.slow();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread magic = new Thread(() -> {
            MagicExecution execution = job.begin();
            try {
                job.run(bar, cancelled -> {
                    bar.note("loading B/32");
                    begun.countDown();
                    release.await();
                    bar.update(1, 2);
                    return null;
                });
            } catch (Exception e) {
                thrown.complete(e);
            } finally {
                execution.close();
            }
        });
        magic.start();
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        job.stop();
        assertEquals(
                "cancelled while loading B/32", thrown.get(10, TimeUnit.SECONDS).getMessage());
        FakeCell next = new FakeCell();
        CompletableFuture<String> second = new CompletableFuture<>();
        Thread later = new Thread(() -> {
            try {
                second.complete(job.run(new ProgressBar(next), cancelled -> "second"));
            } catch (Exception e) {
                second.completeExceptionally(e);
            }
        });
        later.start();
        while (next.plain().isEmpty() && !second.isDone()) {
            Thread.onSpinWait();
        }
        assertTrue(
                next.plain().get(0).startsWith("waiting for the work of an earlier cell to end … ("),
                next.plain()::toString);
        release.countDown();
        assertEquals("second", second.get(10, TimeUnit.SECONDS));
        assertEquals(List.of(""), cell.plain());
    }
}
