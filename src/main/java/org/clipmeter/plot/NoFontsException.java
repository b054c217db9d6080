package org.clipmeter.plot;

import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;

/** Thrown if a chart can't be drawn because this Java has no fonts to draw text with. */
public final class NoFontsException extends ClipmeterException {
    private static final long serialVersionUID = 1;

    /** The advice for the user. */
    static final String ADVICE =
            "no fonts for plots: install fontconfig and a font (Debian: apt-get install fontconfig fonts-dejavu-core)";

    NoFontsException(Throwable cause) {
        super(Kind.ENVIRONMENT, Section.FONTS, ADVICE, cause);
    }
}
