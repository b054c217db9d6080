package org.clipmeter.model;

/** A model was used after it was closed, or was closed while it was in use. */
public final class ModelClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** A model that is closed; the message says to load it again. */
    public ModelClosedException() {
        super("the model is closed; load it again");
    }
}
