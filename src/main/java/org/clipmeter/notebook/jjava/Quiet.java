package org.clipmeter.notebook.jjava;

import java.util.Map;

/** Settings of libraries that would otherwise write into cells or call home; a user's own setting stays. */
final class Quiet {
    private static final Map<String, String> PROPERTIES = Map.of(
            "slf4j.internal.verbosity", "ERROR",
            "OPT_OUT_TRACKING", "true",
            "ai.djl.offline", "true",
            "java.awt.headless", "true");

    private Quiet() {}

    static void libraries() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
