package org.clipmeter.explain;

/** Receives how many of the needed images were embedded, on the thread that computes. */
@FunctionalInterface
public interface ExplainProgress {
    /** Called after each batch. */
    void update(int done, int total);
}
