package org.clipmeter.architecture;

import java.util.List;

/**
 * A package, and what it may use.
 *
 * @param name without {@code org.clipmeter.}; empty for the root package
 * @param holds what it contains, as a phrase
 * @param uses the rooms whose classes it may use; all others are forbidden
 */
record Room(Floor floor, String name, String holds, List<String> uses) {
    /** The floors, from the lowest to what a user sees. */
    enum Floor {
        PRESENTATION("Presentation"),
        RESULTS("Results"),
        EMBEDDINGS("Embeddings"),
        INPUTS("Inputs"),
        GROUND("Ground");

        private final String title;

        Floor(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    static Room of(Floor floor, String name, String holds, String... uses) {
        return new Room(floor, name, holds, List.of(uses));
    }

    /** The name in text: {@code clipmeter} for the root package. */
    String label() {
        return name.isEmpty() ? "clipmeter" : name;
    }

    String packageName() {
        return name.isEmpty() ? "org.clipmeter" : "org.clipmeter." + name;
    }
}
