package org.clipmeter.score;

/**
 * Something found among the images that is none.
 *
 * @param name the file or the manifest's row
 * @param reason why it was passed over
 */
public record Skipped(String name, String reason) {}
