package org.clipmeter.notebook.kernel;

import java.util.List;
import java.util.Map;

/** The startup settings of every kernel: they silence libraries and import the names that cells use. */
public final class Startup {
    /** Settings of libraries that would otherwise write into cells or contact their makers. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "slf4j.internal.verbosity", "ERROR",
            "OPT_OUT_TRACKING", "true",
            "ai.djl.offline", "true",
            "java.awt.headless", "true");

    /**
     * All of them are on demand, since a class, method or variable that the user declares then takes precedence. An import of a
     * single name could not be undone: a class of that name would make all later cells fail.
     */
    private static final List<String> IMPORTS = List.of(
            "org.clipmeter.*",
            "org.clipmeter.pairs.*",
            "org.clipmeter.score.*",
            "tech.tablesaw.api.*",
            "static org.clipmeter.notebook.session.Cells.*");

    private Startup() {}

    /** Silences the libraries; call it before the first of them is loaded. Settings that the user has made are kept. */
    public static void quietLibraries() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    /** The declarations that are evaluated before the first cell, each a complete one. */
    public static List<String> declarations() {
        return IMPORTS.stream().map(name -> "import " + name + ";").toList();
    }
}
