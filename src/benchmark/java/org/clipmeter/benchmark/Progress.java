package org.clipmeter.benchmark;

import java.io.PrintStream;
import java.util.Locale;

/** Reports on stderr what is being measured, with the minutes and seconds since the start. */
final class Progress {
    private final PrintStream out;
    private final long begun = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String line) {
        long seconds = (System.nanoTime() - begun) / 1_000_000_000;
        out.printf(Locale.ROOT, "%2d:%02d  %s%n", seconds / 60, seconds % 60, line);
    }
}
