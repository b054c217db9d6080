package org.clipmeter.embed;

/**
 * A text and what became of it.
 *
 * @param tokens how many tokens it has with start and end, before any cut; 0 if it could not be tokenized
 * @param truncated whether it has more tokens than the model reads
 * @param embedding its vector, or why there is none
 */
public record EmbeddedText(int tokens, boolean truncated, Embedding embedding) {}
