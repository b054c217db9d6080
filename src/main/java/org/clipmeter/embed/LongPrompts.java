package org.clipmeter.embed;

/** What to do with a prompt that has more tokens than the model reads (77 for OpenAI's models). */
public enum LongPrompts {
    /** Cut it, keeping the end token, and mark the row as truncated. */
    CUT,
    /** Give the row no score, as the reference metric does. */
    FAIL
}
