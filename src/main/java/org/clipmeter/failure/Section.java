package org.clipmeter.failure;

import java.util.Locale;

/** A section of TROUBLESHOOTING.md that helps with failures; whoever throws a failure chooses it. */
public enum Section {
    /** PyTorch's native libraries are missing. */
    NO_NATIVES("No natives"),
    /** CUDA is not available. */
    CUDA("CUDA"),
    /** A download fails. */
    HUB("Hub"),
    /** Images do not pair with prompts. */
    PAIRING("Pairing"),
    /** An image has no score. */
    FAILED_ROWS("Failed rows"),
    /** The embedding cache is not used. */
    CACHE("Cache"),
    /** Java has no fonts, so no chart is drawn. */
    FONTS("Fonts"),
    /** A model is refused. */
    MODEL("Model"),
    /** A precision is not available or slow. */
    PRECISION("Precision"),
    /** A file of weights is refused. */
    WEIGHTS("Weights"),
    /** Runs that were scored in different ways are not compared. */
    COMPARING("Comparing"),
    /** A service does not make images. */
    GENERATE("Generate"),
    /** A mistake in clipmeter. */
    UNEXPECTED_FAILURE("Unexpected failure"),
    /** What happens after an interrupt. */
    INTERRUPT("Interrupt"),
    /** What IJava needs. */
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
        return anchorOf(title);
    }

    /** The address of the section with a heading. */
    public static String anchorOf(String heading) {
        return heading.toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
