package org.clipmeter.model;

import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Failure;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;
import org.jspecify.annotations.Nullable;

/**
 * A model that can't be used as requested. The one-line message names the file or setting, what was expected and found,
 * and the next step.
 */
public final class ModelException extends ClipmeterException {
    private static final long serialVersionUID = 1;

    /** A model whose files can't be used. */
    public ModelException(String message) {
        this(message, null);
    }

    /** The same with its cause, whose kind and section it takes if the cause has them. */
    public ModelException(String message, @Nullable Throwable cause) {
        super(
                kindOf(cause, Kind.UNUSABLE_INPUT),
                cause instanceof Failure failure ? failure.section().orElse(Section.MODEL) : Section.MODEL,
                message,
                cause);
    }

    /** A model that can't be used for another reason. */
    public ModelException(Kind kind, Section section, String message, @Nullable Throwable cause) {
        super(kind, section, message, cause);
    }
}
