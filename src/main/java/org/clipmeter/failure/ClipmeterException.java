package org.clipmeter.failure;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The base of all checked exceptions of clipmeter. It is an {@link IOException}, so that callers who handle files already
 * handle it. A failure that wraps another one keeps the section of its cause unless it names its own.
 */
public abstract class ClipmeterException extends IOException implements Failure {
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final String message;
    private final @Nullable Section section;

    /**
     * A failure with a message for people.
     *
     * @param section the section of TROUBLESHOOTING.md that explains more; null for that of the cause, or for none
     * @param message becomes one line of at most {@value OneLine#LONGEST} characters
     */
    protected ClipmeterException(Kind kind, @Nullable Section section, String message, @Nullable Throwable cause) {
        super(OneLine.of(message), cause);
        this.kind = kind;
        this.message = OneLine.of(message);
        this.section = section != null || !(cause instanceof Failure failure)
                ? section
                : failure.section().orElse(null);
    }

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public Optional<Section> section() {
        return Optional.ofNullable(section);
    }

    /** The kind of a cause that is a failure itself; otherwise the given one. */
    protected static Kind kindOf(@Nullable Throwable cause, Kind otherwise) {
        return cause instanceof Failure failure ? failure.kind() : otherwise;
    }
}
