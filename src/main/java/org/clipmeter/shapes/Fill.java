package org.clipmeter.shapes;

import java.util.Locale;

/** How a thing is filled. */
public enum Fill {
    SOLID,
    HOLLOW,
    STRIPED,
    DOTTED,
    SHADED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
