package org.clipmeter.model.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BackgroundLoadTest {
    @Test
    void opensOnAThreadOfItsOwnThatKeepsNoProcessAlive() throws IOException {
        Thread opener = BackgroundLoad.of("opener", Thread::currentThread).opened();
        assertNotSame(Thread.currentThread(), opener);
        assertEquals("opener", opener.getName());
        assertTrue(opener.isDaemon());
    }

    @Test
    void aFailureIsThrownWhereItIsWaitedFor() {
        IOException missing = new IOException("missing");
        BackgroundLoad<String> failed = BackgroundLoad.of("opener", () -> {
            throw missing;
        });
        assertSame(missing, assertThrows(IOException.class, failed::opened));
        IllegalArgumentException wrong = new IllegalArgumentException("wrong");
        BackgroundLoad<String> mistaken = BackgroundLoad.of("opener", () -> {
            throw wrong;
        });
        assertSame(wrong, assertThrows(IllegalArgumentException.class, mistaken::opened));
    }

    @Test
    void anInterruptWaitsToo() throws Exception {
        CountDownLatch mayOpen = new CountDownLatch(1);
        BackgroundLoad<String> slow = BackgroundLoad.of("opener", () -> {
            mayOpen.await();
            return "opened";
        });
        Thread waiting = Thread.currentThread();
        BackgroundLoad.of("interrupter", () -> {
            waiting.interrupt();
            Thread.sleep(50);
            mayOpen.countDown();
            return waiting;
        });
        assertEquals("opened", slow.opened());
        assertTrue(Thread.interrupted(), "the interrupt is not forgotten");
    }
}
