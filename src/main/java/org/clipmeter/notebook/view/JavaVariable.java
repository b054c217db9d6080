package org.clipmeter.notebook.view;

import org.jspecify.annotations.Nullable;

/** What a kernel answers when it is asked for the Java variable of a name. */
public sealed interface JavaVariable {
    /** There is no variable of this name. */
    record Absent() implements JavaVariable {}

    /** The variable's value, which may be null. */
    record Value(@Nullable Object value) implements JavaVariable {}

    /**
     * The variable may exist, but its value can't be read.
     *
     * @param reason why, as the end of a sentence
     */
    record Unreadable(String reason) implements JavaVariable {}
}
