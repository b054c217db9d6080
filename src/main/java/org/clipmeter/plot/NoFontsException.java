package org.clipmeter.plot;

import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;

/** This Java can't draw text, so there is no picture of a chart. */
public final class NoFontsException extends ClipmeterException {
    private static final long serialVersionUID = 1;

    /** What to tell the user. */
    public static final String ADVICE =
            "no fonts for plots: install fontconfig and a font (Debian: apt-get install fontconfig fonts-dejavu-core)";

    NoFontsException(Throwable cause) {
        super(Kind.ENVIRONMENT, Section.FONTS, ADVICE, cause);
    }
}
