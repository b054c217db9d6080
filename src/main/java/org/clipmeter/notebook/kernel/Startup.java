package org.clipmeter.notebook.kernel;

import java.util.List;
import java.util.Map;

/** What every kernel starts with: libraries that keep quiet, and names that cells use without a package. */
public final class Startup {
    /** Settings of libraries that would otherwise write into cells or call home. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "slf4j.internal.verbosity", "ERROR",
            "OPT_OUT_TRACKING", "true",
            "ai.djl.offline", "true",
            "java.awt.headless", "true");

    private static final List<String> IMPORTS = List.of(
            "org.clipmeter.*",
            "org.clipmeter.pairs.*",
            "org.clipmeter.score.*",
            "org.clipmeter.shapes.Shapes",
            "tech.tablesaw.api.*",
            "static org.clipmeter.notebook.session.Cells.lastPrompts",
            "static org.clipmeter.notebook.session.Cells.lastRun",
            "static org.clipmeter.notebook.session.Cells.pictures");

    private Startup() {}

    /** Quiets the libraries, before the first of them loads; a user's own setting stays. */
    public static void quietLibraries() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    /** Declarations, each a whole one, that cells find made. */
    public static List<String> declarations() {
        return IMPORTS.stream().map(name -> "import " + name + ";").toList();
    }
}
