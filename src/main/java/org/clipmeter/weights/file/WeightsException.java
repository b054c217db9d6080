package org.clipmeter.weights.file;

import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;
import org.jspecify.annotations.Nullable;

/** A checkpoint that is refused. The one-line message names the file and tensor, and what was expected and found. */
public final class WeightsException extends ClipmeterException {
    private static final long serialVersionUID = 1;

    /** A file that is damaged, or not a checkpoint that is read. */
    public WeightsException(String message) {
        this(Kind.UNUSABLE_INPUT, message, null);
    }

    /** The same with its cause, whose kind it takes if the cause has one. */
    public WeightsException(String message, Throwable cause) {
        this(kindOf(cause, Kind.UNUSABLE_INPUT), message, cause);
    }

    /** A file that can't be used for another reason, such as too little memory. */
    WeightsException(Kind kind, String message, @Nullable Throwable cause) {
        super(kind, Section.WEIGHTS, message, cause);
    }
}
