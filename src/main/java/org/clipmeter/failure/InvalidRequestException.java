package org.clipmeter.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A caller asked for something that can't be done: an unknown name, a number out of range, or settings that exclude each
 * other. Its kind is {@link Kind#INVALID_REQUEST}.
 */
public final class InvalidRequestException extends IllegalArgumentException implements Failure {
    private static final long serialVersionUID = 1;

    private final String message;
    private final @Nullable Section section;

    /** A refusal that no section of TROUBLESHOOTING.md needs to explain. */
    public InvalidRequestException(String message) {
        this(null, message, null);
    }

    /** The same with a section of TROUBLESHOOTING.md, and with the exception that led to it. */
    public InvalidRequestException(@Nullable Section section, String message, @Nullable Throwable cause) {
        super(OneLine.of(message), cause);
        this.message = OneLine.of(message);
        this.section = section;
    }

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public Kind kind() {
        return Kind.INVALID_REQUEST;
    }

    @Override
    public Optional<Section> section() {
        return Optional.ofNullable(section);
    }
}
