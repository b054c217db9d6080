package org.clipmeter.model;

import java.util.Optional;
import org.clipmeter.failure.Failure;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;

/** A model was used after it was closed, or was closed while it was in use. */
public final class ModelClosedException extends IllegalStateException implements Failure {
    private static final long serialVersionUID = 1;

    private static final String MESSAGE = "the model is closed; load it again";

    /** A model that is closed; the message says to load it again. */
    public ModelClosedException() {
        super(MESSAGE);
    }

    @Override
    public String getMessage() {
        return MESSAGE;
    }

    @Override
    public Kind kind() {
        return Kind.STOPPED;
    }

    @Override
    public Optional<Section> section() {
        return Optional.empty();
    }
}
