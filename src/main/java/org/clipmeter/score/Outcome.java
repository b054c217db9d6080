package org.clipmeter.score;

/** What became of a pair: a score, or the reason why there is none. */
public sealed interface Outcome permits Scored, Failed {
    /** {@code scored}, or the reason in snake_case. */
    String status();
}
