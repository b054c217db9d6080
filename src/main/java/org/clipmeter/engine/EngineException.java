package org.clipmeter.engine;

import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;
import org.jspecify.annotations.Nullable;

/** PyTorch can't be started or used as requested: its natives are missing, or the device does not exist. One line. */
public final class EngineException extends ClipmeterException {
    private static final long serialVersionUID = 1;

    /** Something of this computer is missing. */
    public EngineException(Section section, String message, @Nullable Throwable cause) {
        this(Kind.ENVIRONMENT, section, message, cause);
    }

    EngineException(Kind kind, Section section, String message, @Nullable Throwable cause) {
        super(kind, section, message, cause);
    }
}
