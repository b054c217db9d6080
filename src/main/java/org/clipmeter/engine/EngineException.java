package org.clipmeter.engine;

import java.io.IOException;
import org.clipmeter.failure.OneLine;
import org.jspecify.annotations.Nullable;

/** PyTorch can't be started or used as requested: its natives are missing, or the device does not exist. One line. */
public final class EngineException extends IOException {
    private static final long serialVersionUID = 1;

    EngineException(String message) {
        this(message, null);
    }

    EngineException(String message, @Nullable Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
