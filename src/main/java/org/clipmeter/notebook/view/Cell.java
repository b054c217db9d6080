package org.clipmeter.notebook.view;

import org.jspecify.annotations.Nullable;

/** The cell that runs a magic: it shows the magic's output, and reads and declares variables. Thread-safe. */
public interface Cell {
    /** The cell's source as it was written; null if the kernel does not provide it. */
    default @Nullable String source() {
        return null;
    }

    /** Appends an output to the cell. */
    void show(Output output);

    /** Appends an output that can be replaced later. */
    Updatable open(Output output);

    /** Declares {@code type name = value} for the cells that follow. */
    void bind(String name, Class<?> type, Object value);

    /** The variable of a name that earlier cells declared. */
    default JavaVariable variable(String name) {
        return new JavaVariable.Absent();
    }

    /** An output that can be replaced in its place. */
    interface Updatable {
        /** Replaces the output. */
        void update(Output output);
    }
}
