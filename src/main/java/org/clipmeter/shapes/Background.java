package org.clipmeter.shapes;

import java.util.Locale;

/** The background of a picture. */
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
