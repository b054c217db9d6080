package org.clipmeter.pairs;

import java.util.Optional;
import org.clipmeter.failure.Failure;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.OneLine;
import org.clipmeter.failure.Section;
import org.jspecify.annotations.Nullable;

/** A run can't begin because images are not found or not joined: one line that says what was found and what to do next. */
public final class PairingException extends RuntimeException implements Failure {
    private static final long serialVersionUID = 1;

    private final String message;

    /** A run that can't begin; the message is made safe to print on one line. */
    public PairingException(String message) {
        this(message, null);
    }

    /** A run that can't begin, with the failure behind it. */
    public PairingException(String message, @Nullable Throwable cause) {
        super(OneLine.of(message), cause);
        this.message = OneLine.of(message);
    }

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public Kind kind() {
        return Kind.UNUSABLE_INPUT;
    }

    @Override
    public Optional<Section> section() {
        return Optional.of(Section.PAIRING);
    }
}
