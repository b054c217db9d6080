package org.clipmeter.embed;

/**
 * A text and the outcome of embedding it.
 *
 * @param tokens how many tokens it has, start and end included, before it is cut; 0 if it could not be tokenized
 * @param truncated whether it has more tokens than the model reads
 * @param embedding its vector, or why it could not be embedded
 */
public record EmbeddedText(int tokens, boolean truncated, Embedding embedding) {}
