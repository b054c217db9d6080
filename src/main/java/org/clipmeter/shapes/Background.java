package org.clipmeter.shapes;

import java.util.Locale;

/** What a picture's background looks like. */
public enum Background {
    WHITE,
    BLACK,
    GRAY,
    GRADIENT,
    CHECKERED,
    STRIPED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
