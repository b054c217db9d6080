package org.clipmeter.failure;

import java.util.Locale;

/** A section of TROUBLESHOOTING.md that helps with failures; whoever throws a failure chooses it. */
public enum Section {
    NO_NATIVES("No natives"),
    CUDA("CUDA"),
    HUB("Hub"),
    PAIRING("Pairing"),
    FAILED_ROWS("Failed rows"),
    CACHE("Cache"),
    FONTS("Fonts"),
    MODEL("Model"),
    PRECISION("Precision"),
    WEIGHTS("Weights"),
    UNEXPECTED_FAILURE("Unexpected failure"),
    INTERRUPT("Interrupt"),
    IJAVA("IJava");

    private final String title;

    Section(String title) {
        this.title = title;
    }

    /** The heading of the section. */
    public String title() {
        return title;
    }

    /** The address of the section within the page, such as {@code no-natives}. */
    public String anchor() {
        return title.toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
