package org.clipmeter.benchmark;

import java.util.Locale;

/** Checks that two sides give the same scores, since a benchmark of different work would be meaningless. */
final class Agreement {
    /** The largest allowed difference of logits_per_image for a pair, in fp32. */
    static final double TOLERANCE = 2e-4;

    private double largest;

    /** The two sides disagree on a pair. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Broken(String message) {
            super(message);
        }
    }

    /** Compares logits_per_image pair by pair; the other side may have scored only the first pairs. */
    void check(String what, Workload workload, double[] ours, double[] theirs) {
        if (ours.length != workload.size() || theirs.length > ours.length || theirs.length == 0) {
            throw new Broken(what + ": expected " + workload.size() + " scores, got " + ours.length
                    + " from clipmeter and " + theirs.length + " from the reference");
        }
        for (int i = 0; i < theirs.length; i++) {
            double difference = Math.abs(ours[i] - theirs[i]);
            if (!(difference <= TOLERANCE)) {
                throw new Broken(String.format(
                        Locale.ROOT,
                        "%s: clipmeter scores %s with \"%s\" as %.6f, the reference as %.6f: %.1e apart, more than %.0e",
                        what,
                        workload.images().get(i).getFileName(),
                        workload.prompts().get(i),
                        ours[i],
                        theirs[i],
                        difference,
                        TOLERANCE));
            }
            largest = Math.max(largest, difference);
        }
    }

    /** The largest difference seen so far. */
    double largest() {
        return largest;
    }
}
