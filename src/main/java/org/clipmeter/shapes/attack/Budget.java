package org.clipmeter.shapes.attack;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/** How much longer a search may go on. */
final class Budget {
    private final AttackOptions options;
    private final DoubleConsumer progress;
    private final BooleanSupplier cancelled;
    private final long start = System.nanoTime();
    private int steps;

    /**
     * @param progress receives which share of the budget is spent, 0 to 1, after each step
     * @param cancelled polled before each step
     */
    Budget(AttackOptions options, DoubleConsumer progress, BooleanSupplier cancelled) {
        this.options = options;
        this.progress = progress;
        this.cancelled = cancelled;
    }

    /**
     * Whether another step may be taken.
     *
     * @throws CancellationException if the search was cancelled
     */
    boolean allows() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("cancelled after " + steps + (steps == 1 ? " step" : " steps"));
        }
        return spent() < 1;
    }

    /** Counts a step. */
    void count() {
        steps++;
        progress.accept(Math.min(1, spent()));
    }

    /** The number of steps taken. */
    int steps() {
        return steps;
    }

    private double spent() {
        Integer most = options.steps();
        return most == null ? (System.nanoTime() - start) / 1e9 / options.seconds() : (double) steps / most;
    }
}
