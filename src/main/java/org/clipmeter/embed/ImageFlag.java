package org.clipmeter.embed;

import java.util.Locale;

/** What a reader of a score should know about its image. */
public enum ImageFlag {
    /** Every pixel is black, as a safety filter leaves it. */
    ALL_BLACK,
    /** The file is damaged, but the reference loads it all the same. */
    DAMAGED,
    /** Some pixels are transparent; the run's rule for them decides what the model sees there. */
    TRANSPARENT;

    /** The name in tables: {@code all_black}. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
