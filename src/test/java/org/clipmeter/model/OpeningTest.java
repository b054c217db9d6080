package org.clipmeter.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OpeningTest {
    @Test
    void opensOnAThreadOfItsOwnThatKeepsNoProcessAlive() throws IOException {
        Thread opener = Opening.of("opener", Thread::currentThread).opened();
        assertNotSame(Thread.currentThread(), opener);
        assertEquals("opener", opener.getName());
        assertTrue(opener.isDaemon());
    }

    @Test
    void aFailureIsThrownWhereItIsWaitedFor() {
        IOException missing = new IOException("missing");
        Opening<String> failed = Opening.of("opener", () -> {
            throw missing;
        });
        assertSame(missing, assertThrows(IOException.class, failed::opened));
        IllegalArgumentException wrong = new IllegalArgumentException("wrong");
        Opening<String> mistaken = Opening.of("opener", () -> {
            throw wrong;
        });
        assertSame(wrong, assertThrows(IllegalArgumentException.class, mistaken::opened));
    }

    @Test
    void anInterruptWaitsToo() throws Exception {
        CountDownLatch mayOpen = new CountDownLatch(1);
        Opening<String> slow = Opening.of("opener", () -> {
            mayOpen.await();
            return "opened";
        });
        Thread waiting = Thread.currentThread();
        Opening.of("interrupter", () -> {
            waiting.interrupt();
            Thread.sleep(50);
            mayOpen.countDown();
            return waiting;
        });
        assertEquals("opened", slow.opened());
        assertTrue(Thread.interrupted(), "the interrupt is not forgotten");
    }
}
