package org.clipmeter.score;

/** What became of a pair: {@link Scored} or {@link Failed}. */
public sealed interface Outcome permits Scored, Failed {
    /** {@code scored}, or the reason in snake_case. */
    String status();
}
