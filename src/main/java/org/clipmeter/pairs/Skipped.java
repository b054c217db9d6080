package org.clipmeter.pairs;

import org.jspecify.annotations.Nullable;

/**
 * Something among the images that is not scored.
 *
 * @param name the file or the manifest's row
 * @param reason why it was passed over
 * @param kind what it is, if files of its kind are counted rather than named: {@code AVIF picture}; null if it is named
 */
public record Skipped(String name, String reason, @Nullable String kind) {
    /** Something that is named with its reason. */
    public Skipped(String name, String reason) {
        this(name, reason, null);
    }
}
