package org.clipmeter.notebook.view;

import org.jspecify.annotations.Nullable;

/** The cell that runs a magic: where its output goes, and where its variables are declared. Safe from any thread. */
public interface Cell {
    /** The cell's source as it was written, where the kernel tells; null elsewhere. */
    default @Nullable String source() {
        return null;
    }

    /** Appends an output to the cell. */
    void show(Output output);

    /** Appends an output that can be replaced later. */
    Updatable open(Output output);

    /** Declares {@code type name = value} for the cells that follow. */
    void bind(String name, Class<?> type, Object value);

    /** An output in its place. */
    interface Updatable {
        /** Replaces it. */
        void update(Output output);
    }
}
