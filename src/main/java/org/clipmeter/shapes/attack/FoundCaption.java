package org.clipmeter.shapes.attack;

/**
 * A caption that a search found.
 *
 * @param text known words, in any order
 * @param margin how far the pictures of the search were on the concept's side; see {@link Eye#margins}
 */
record FoundCaption(String text, double margin) {}
