package org.clipmeter.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Computes gradients one at a time, as DJL requires. The end of the process waits for the pass that is being computed:
 * PyTorch crashes if it is taken down in the middle of one.
 */
public final class BackwardPass {
    private static final int LONGEST_SECONDS = 20;
    private static final ReentrantLock TURN = new ReentrantLock();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(BackwardPass::end, "clipmeter-gradients"));
    }

    private BackwardPass() {}

    /** Computes a forward pass with its gradients, in a time short enough for the end of the process to wait for. */
    public static <T> T run(Supplier<T> pass) {
        TURN.lock();
        try {
            return pass.get();
        } finally {
            TURN.unlock();
        }
    }

    /** Waits for the running pass and keeps the turn, so that none begins afterwards. */
    private static void end() {
        try {
            if (!TURN.tryLock(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("clipmeter: gradients were still being computed at the end of the process");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
